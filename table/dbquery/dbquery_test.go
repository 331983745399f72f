package dbquery_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	_ "modernc.org/sqlite"

	"github.com/interdict/interdict/table"
	"github.com/interdict/interdict/table/dbquery"
)

// ask reads a query to its end.
func ask(t *testing.T, from, query string) (text string, unread []string, err error) {
	t.Helper()
	d, err := dbquery.Parse(from)
	if err != nil {
		return "", nil, err
	}
	src, closer, err := d.Open(t.Context(), query, nil)
	if err != nil {
		return "", nil, err
	}
	defer closer()
	all, err := io.ReadAll(src)
	return string(all), src.Unread(), err
}

func TestParse(t *testing.T) {
	for from, want := range map[string]string{
		"sqlite:":                                "names no file",
		"customers.db":                           "names no database",
		"postgres://u:secret@h/db":               "password",
		"postgres://u@h/db?password=secret":      "password",
		"postgresql://u@h/db?sslpassword=secret": "password",
		"postgres://u@h:x/db":                    "cannot be read",
		"mysql://h/db":                           "names no database",
	} {
		_, err := dbquery.Parse(from)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v, want %q", from, err, want)
		}
	}
	for from, want := range map[string]string{
		"sqlite:/srv/customers.db":                  "sqlite:customers.db",
		"postgres://u@h:5433/db?sslmode=require":    "postgres://u@h:5433/db",
		"postgres:":                                 "postgres:",
		"postgresql://h/db?options=-csearch_path=x": "postgresql://h/db",
	} {
		d, err := dbquery.Parse(from)
		if err != nil || d.Name() != want {
			t.Errorf("%s: %v, %v", from, d, err)
			continue
		}
		if again, err := dbquery.Parse(d.Address()); err != nil || *again != *d {
			t.Errorf("%s: its address is %s, %v", from, d.Address(), err)
		}
	}
}

func TestSQLite(t *testing.T) {
	plain := filepath.Join(t.TempDir(), "customers.db")
	db, err := sql.Open("sqlite", plain)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{
		`create table customer (id integer primary key, name text, birth_date date, tax_id decimal(18,3), postal_code real, [some note] text, flag boolean)`,
		`insert into customer values (1, 'Zhao "G." Guangzong', '1985-11-12', 7, 1010.0, 'x', 1), (2, 'Smith, Jo', '12.11.1985', 7.5, null, null, 0), (3, null, '1985-00-00', 'T1', 1e21, '', null)`,
	} {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
	db.Close()
	path := filepath.Join(filepath.Dir(plain), "a b#c%20?x=1.db")
	if os.Rename(plain, path) != nil {
		path = plain // a system that has no such names
	}
	from := "sqlite:" + path
	text, _, err := ask(t, from, "select * from customer order by id")
	want := "id,name,birth_date,tax_id,postal_code,some note,flag\n1,\"Zhao \"\"G.\"\" Guangzong\",1985-11-12,7,1010,,1\n2,\"Smith, Jo\",12.11.1985,7.5,,,0\n3,,1985-00-00,T1,1000000000000000000000,,\n"
	if text != want || err != nil {
		t.Errorf("%q, %v, want %q", text, err, want)
	}
	for query, want := range map[string]string{
		"select * from nobody":                 "no such table",
		"":                                     "empty",
		"insert into customer (id) values (9)": "readonly",
		"update customer set name = '' returning id":                                           "readonly",
		"select abs(-9223372036854775807 - (id = 2)) as id from customer order by customer.id": "overflow",
	} {
		if _, _, err := ask(t, from, query); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", query, err, want)
		}
	}
	if _, _, err := ask(t, "sqlite:"+path+".absent", "select 1"); err == nil || !strings.Contains(err.Error(), "does not exist") {
		t.Errorf("an absent file: %v", err)
	}
	stoppedAfter(t, from, "select abs(-9223372036854775807 - (id = 2)) as id from customer order by customer.id")
	if text, _, err := ask(t, from, "select count(*) as id from customer"); text != "id\n3\n" || err != nil {
		t.Errorf("what was refused changed something: %q, %v", text, err)
	}
}

// stoppedAfter holds that a query that fails at its second row says so.
func stoppedAfter(t *testing.T, from, query string) {
	t.Helper()
	_, _, err := ask(t, from, query)
	var fault *table.Error
	if !errors.As(err, &fault) || fault.Rows != 1 {
		t.Errorf("%s: %v, not after row 1", query, err)
	}
}

// postgres starts a server of its own, whose only user has a password, and sets
// the environment to it.
func postgres(t *testing.T) string {
	t.Helper()
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if path, err := exec.LookPath("initdb"); err == nil {
		found = append(found, path)
	}
	if len(found) == 0 {
		t.Skip("PostgreSQL is not installed here")
	}
	bin := filepath.Dir(found[len(found)-1])
	dir, err := os.MkdirTemp("", "interdict-postgres-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	var as []string // the server refuses to run as root
	if os.Getuid() == 0 {
		if exec.Command("chown", "postgres", dir).Run() != nil {
			t.Skip("PostgreSQL does not run as root, and there is no user postgres")
		}
		as = []string{"runuser", "-u", "postgres", "--"}
	}
	run := func(args ...string) *exec.Cmd {
		args = append(slices.Clone(as), args...)
		cmd := exec.Command(args[0], args[1:]...)
		cmd.Dir = dir
		return cmd
	}
	secret, data := filepath.Join(dir, "secret"), filepath.Join(dir, "data")
	if err := os.WriteFile(secret, []byte("open sesame\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := run(filepath.Join(bin, "initdb"), "-D", data, "-U", "reader", "-A", "scram-sha-256", "--pwfile", secret, "-E", "UTF8", "--no-sync", "--locale=C").CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v\n%s", err, out)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	l.Close()
	server := run(filepath.Join(bin, "postgres"), "-D", data, "-p", fmt.Sprint(port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off")
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		run(filepath.Join(bin, "pg_ctl"), "-D", data, "-m", "immediate", "stop").Run()
		server.Wait()
	})
	t.Setenv("PGPASSWORD", "open sesame")
	address := fmt.Sprintf("postgres://reader@127.0.0.1:%d/postgres", port)
	for range 200 {
		conn, err := pgconn.Connect(t.Context(), address)
		if err == nil {
			conn.Close(t.Context())
			return address
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("the server does not answer")
	return ""
}

func TestPostgres(t *testing.T) {
	from := postgres(t)
	setUp(t, from, `
		create type sex as enum ('m', 'f');
		create table customer (id bigint primary key, name text[], birth_date date, id_number timestamptz, tax_id numeric(18,3), nationality char(5), gender sex, flag boolean, aliases varchar[], passport uuid, postal_code float8, address json, photo bytea, country text);
		insert into customer values
			(1, array['Zhao Guangzong', null, '赵"光宗', 'Zhao, G.; \'], '1985-11-12', '1985-11-12 00:00:00+00', 7, 'CN', 'm', true, '{}', '12345678-90ab-cdef-1234-567890abcdef', 1010, '{"a": 1}', '\x00', 'CN'),
			(2, '{Smith}', '-infinity', '2020-02-29 13:05:09.5+00', 7.5, null, null, false, '{A,B}', null, 0.5, null, null, E'a\nb'),
			(3, null, null, null, 'NaN', null, null, null, null, null, null, null, null, null)`)
	text, unread, err := ask(t, from, "select * from customer order by id")
	want := `id,name,birth_date,id_number,tax_id,nationality,gender,flag,aliases,passport,postal_code,country,aliases 2
1,Zhao Guangzong,1985-11-12,1985-11-12,7,CN   ,m,true,,12345678-90ab-cdef-1234-567890abcdef,1010,CN,"赵""光宗; Zhao, G., \"
2,Smith,,2020-02-29 13:05:09.5+00,7.5,,,false,A; B,,0.5,"a
b",
3,,,,,,,,,,,,
`
	if text != want || err != nil {
		t.Errorf("%v\n%s\nwant\n%s", err, text, want)
	}
	if want := []string{`"address" (JSON)`, `"photo" (bytes)`}; !slices.Equal(unread, want) {
		t.Errorf("unread %q, want %q", unread, want)
	}
	for query, want := range map[string]string{
		"select nothing from customer":      `column "nothing" does not exist`,
		"delete from customer":              "gives no rows",
		"delete from customer returning id": "may only read; PostgreSQL's error 25006",
		"select 1; select 2":                "multiple commands",
		"select $1::text as name":           "parameters",
		"select case when id = 2 then country::date end as birth_date from customer order by id": "the query stopped (the row has a value",
		"select pg_terminate_backend(pg_backend_pid()) as id":                                    "ended the connection",
	} {
		_, _, err := ask(t, from, query)
		if err == nil || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "a\nb") || strings.Contains(err.Error(), "sesame") {
			t.Errorf("%s: %v, want %q", query, err, want)
		}
	}
	if text, _, err := ask(t, from, "select count(*) as id from customer"); text != "id\n3\n" || err != nil {
		t.Errorf("what was refused changed something: %q, %v", text, err)
	}
	stoppedAfter(t, from, "select case when id = 2 then country::date end as birth_date from customer") // the order would be made first
	t.Run("many rows", func(t *testing.T) {
		text, _, err := ask(t, from, "select i as id, 'name ' || i as name from generate_series(1, 200000) i")
		if n := strings.Count(text, "\n"); n != 200001 || !strings.HasSuffix(text, "200000,name 200000\n") || err != nil {
			t.Errorf("%d lines, %v", n, err)
		}
	})
	t.Run("no connection", func(t *testing.T) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		l.Close()
		for _, c := range []struct{ password, from, want string }{
			{"wrong sesame", from, "no connection: the user or the password is wrong (28P01); check PGPASSWORD and the password file (~/.pgpass)"},
			{"", from, "no connection: no password was given (28P01); set PGPASSWORD or write a password file (~/.pgpass)"},
			{"open sesame", from + "?sslmode=require", "no connection: the server does not speak TLS, which sslmode asks for"},
			{"open sesame", strings.Replace(from, "/postgres", "/nobody", 2), `database "nobody" does not exist (3D000)`},
			{"open sesame", "postgres://reader@" + l.Addr().String() + "/postgres", "no connection: nothing answers there; check the address, and that the server runs"},
			{"open sesame", "postgres://reader@nowhere.invalid/postgres", "no connection: the name of its host cannot be resolved; check the address"},
		} {
			t.Setenv("PGPASSWORD", c.password)
			_, _, err := ask(t, c.from, "select 1 as id")
			if err == nil || !strings.HasSuffix(err.Error(), c.want) || strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), "sesame") {
				t.Errorf("%s: %v, want %q", c.from, err, c.want)
			}
		}
	})
	t.Run("from the environment", func(t *testing.T) {
		host, rest, _ := strings.Cut(strings.TrimPrefix(from, "postgres://reader@"), ":")
		port, _, _ := strings.Cut(rest, "/")
		t.Setenv("PGHOST", host)
		t.Setenv("PGPORT", port)
		t.Setenv("PGUSER", "reader")
		t.Setenv("PGDATABASE", "postgres")
		if text, _, err := ask(t, "postgres:", "select 7 as id"); text != "id\n7\n" || err != nil {
			t.Errorf("%q, %v", text, err)
		}
	})
	t.Run("stopped", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		d, err := dbquery.Parse(from)
		if err != nil {
			t.Fatal(err)
		}
		src, closer, err := d.Open(ctx, "select i as id, 'name' as name from generate_series(1, 100000000) i", &table.Mapping{})
		if err != nil {
			t.Fatal(err)
		}
		defer closer()
		if _, err := io.CopyN(io.Discard, src, 1000); err != nil {
			t.Fatal(err)
		}
		cancel()
		if _, err := io.Copy(io.Discard, src); err == nil {
			t.Error("a query that was stopped came to its end")
		}
	})
}

func setUp(t *testing.T, from, statements string) {
	t.Helper()
	conn, err := pgconn.Connect(t.Context(), from)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), statements).ReadAll(); err != nil {
		t.Fatal(err)
	}
}
