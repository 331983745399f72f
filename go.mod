module github.com/interdict/interdict

go 1.26.0
