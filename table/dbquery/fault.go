package dbquery

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/interdict/interdict/table"
)

// noConnection says in one sentence why there is none. What the library says of
// it is a line for each attempt, of which the first, by TLS, seldom matters.
func noConnection(err error, c *pgconn.Config) error {
	var fault *pgconn.PgError
	var host *net.DNSError
	var timeout net.Error
	var why string
	switch {
	case errors.As(err, &fault) && c.Password == "" && fault.Code == "28P01":
		why = "no password was given (28P01); set PGPASSWORD or write a password file (~/.pgpass)"
	case errors.As(err, &fault) && fault.Code == "28P01":
		why = "the user or the password is wrong (28P01); check PGPASSWORD and the password file (~/.pgpass)"
	case errors.As(err, &fault):
		why = fmt.Sprintf("the server refuses it: %s (%s)", fault.Message, fault.Code)
	case errors.As(err, &host):
		why = "the name of its host cannot be resolved; check the address"
	case errors.Is(err, syscall.ECONNREFUSED):
		why = "nothing answers there; check the address, and that the server runs"
	case errors.Is(err, os.ErrNotExist):
		why = "the server's socket is not there; name a host, or check that the server runs"
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		why = "no answer in time; check the address and the network"
	case strings.Contains(err.Error(), "server refused TLS"):
		why = "the server does not speak TLS, which sslmode asks for"
	default:
		lines := strings.Split(err.Error(), "\n")
		why = strings.TrimSpace(lines[len(lines)-1])
	}
	return errors.New("no connection: " + why)
}

// codes are PostgreSQL's codes of what ends a query while its rows are read, or
// the first two signs of a class of them.
var codes = []struct{ code, words string }{
	{"25006", "the query would change something, and here it may only read"},
	{"22", "the row has a value with which the query cannot do what it asks for"},
	{"42501", "the user may not read what the query asks for"},
	{"53", "the server has run out of memory, disk or connections"},
	{"57014", "the server cancelled it, such as for its statement_timeout"},
	{"57P", "the server was stopped, or ended the connection"},
}

// discreet is why rows end before their end, and quotes no value: what the
// server says of a row may.
func discreet(err error) error {
	var fault *pgconn.PgError
	switch {
	case !errors.As(err, &fault) && errors.Is(err, context.Canceled):
		return context.Canceled
	case fault == nil:
		return errors.New("the connection broke off")
	}
	for _, c := range codes {
		if strings.HasPrefix(fault.Code, c.code) {
			return errors.New(c.words + "; PostgreSQL's error " + fault.Code)
		}
	}
	return errors.New("PostgreSQL's error " + fault.Code)
}

// stopped is the error of a query whose rows end before their end.
func stopped(rows int64, err error) error {
	return &table.Error{Rows: rows, Reason: "the query stopped", Err: err, Remedy: "see that the database can be read, and try again"}
}
