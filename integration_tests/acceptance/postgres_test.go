//go:build image && clients

package acceptance

import (
	"encoding/csv"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// postgres is a PostgreSQL of the test's own, which anyone on this machine may use while it runs.
type postgres struct {
	Host     string `json:"host"`
	Port     int    `json:"port"`
	User     string `json:"username"`
	Password string `json:"password"`
	Database string `json:"database"`
	// Schema is where PyAirbyte makes its tables: without, in one that queries have to name.
	Schema string `json:"schema_name"`
}

// newPostgres starts one in a folder of the test's, and ends it with the test. PostgreSQL refuses
// to run as root, in whose stead it runs as the user that Debian's package makes.
func newPostgres(t *testing.T) postgres {
	t.Helper()
	//nolint:usetesting // the path of a socket may have 107 bytes, fewer than t.TempDir's, whose parent is its owner's alone
	folder, err := os.MkdirTemp("", "postgres-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(folder); err != nil {
			t.Error(err)
		}
	})
	var owner *syscall.SysProcAttr
	if os.Getuid() == 0 {
		owner = ownedByPostgres(t, folder)
	}
	w := postgres{Host: "127.0.0.1", Port: freePort(t), User: "ovh", Password: "none", Database: "postgres", Schema: "public"}
	data := filepath.Join(folder, "data")
	control := func(args ...string) {
		t.Helper()
		command := exec.Command(postgresProgram(t, "pg_ctl"), append(args, "--pgdata", data)...)
		command.Dir, command.SysProcAttr = folder, owner
		// The server outlives the command and would keep a pipe open, so that its output goes into
		// a file.
		output, err := os.Create(filepath.Join(folder, args[0]+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		command.Stdout, command.Stderr = output, output
		if err := command.Run(); err != nil {
			t.Fatalf("pg_ctl %s: %v\n%s%s", args[0], err, readFile(t, output.Name()), logOf(folder))
		}
	}
	control("initdb", "--options", "--auth trust --no-sync --encoding UTF8 --username "+w.User)
	control("start", "--wait", "--log", filepath.Join(folder, "log"),
		"--options", fmt.Sprintf("-c listen_addresses=%s -p %d -k %s", w.Host, w.Port, folder))
	t.Cleanup(func() { control("stop", "--wait", "--mode", "fast") })
	return w
}

func logOf(folder string) []byte {
	text, _ := os.ReadFile(filepath.Join(folder, "log")) // there is none before the server starts
	return text
}

// ownedByPostgres returns a folder to the user postgres, and what makes a command run as that user.
func ownedByPostgres(t *testing.T, folder string) *syscall.SysProcAttr {
	t.Helper()
	account, err := user.Lookup("postgres")
	if err != nil {
		t.Fatalf("PostgreSQL does not run as root: %v (Debian: postgresql)", err)
	}
	uid, _ := strconv.ParseUint(account.Uid, 10, 32) // they are numbers on Linux
	gid, _ := strconv.ParseUint(account.Gid, 10, 32)
	if err := os.Chown(folder, int(uid), int(gid)); err != nil {
		t.Fatal(err)
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
}

// postgresProgram finds a program of PostgreSQL's on the PATH, or where Debian has those that it
// does not put there.
func postgresProgram(t *testing.T, name string) string {
	t.Helper()
	if path, err := exec.LookPath(name); err == nil {
		return path
	}
	found, _ := filepath.Glob(filepath.Join("/usr/lib/postgresql/*/bin", name)) // the pattern is a good one
	if len(found) == 0 {
		t.Fatalf("there is no %s (Debian: postgresql)", name)
	}
	return found[len(found)-1]
}

// freePort returns a port of the loopback that nobody listens on.
func freePort(t *testing.T) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}

func (w postgres) query(t *testing.T, sql string) [][]string {
	t.Helper()
	command := exec.CommandContext(t.Context(), postgresProgram(t, "psql"), "--no-psqlrc", "--csv", "--tuples-only", "--set", "ON_ERROR_STOP=1",
		"--host", w.Host, "--port", strconv.Itoa(w.Port), "--username", w.User, "--dbname", w.Database)
	command.Stdin = strings.NewReader(sql)
	var stderr strings.Builder
	command.Stderr = &stderr
	printed, err := command.Output()
	if err != nil {
		t.Fatalf("psql: %v\n%s", err, stderr.String())
	}
	rows, err := csv.NewReader(strings.NewReader(string(printed))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// pyAirbyteCache is the cache of PyAirbyte's, and what it is made of.
func (w postgres) pyAirbyteCache() (class string, settings any) { return "PostgresCache", w }

// postgresType is what PyAirbyte makes in PostgreSQL of what is of another name in DuckDB.
var postgresType = map[string]string{
	"BIGINT": "bigint", "DECIMAL(38,9)": "numeric", "BOOLEAN": "boolean", "TIMESTAMP": "timestamp without time zone", "DATE": "date",
	"JSON": "json", "VARCHAR": "character varying",
}

func (postgres) columnType(duck string) string { return postgresType[duck] }
