"""How the application is set up: `local` on this machine only, `production` behind a web server with a certificate."""
