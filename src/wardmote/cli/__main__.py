from wardmote.cli.main import run

run()
