package bench_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"time"

	"source-ovhcloud-api/connector/sandbox"
)

// serverRole names the environment variable that makes the test binary a server: the options of the
// account, as JSON.
const serverRole = "BENCH_SERVER"

// accountOptions are the options of an account that a benchmark changes.
type accountOptions struct {
	Sizes             sandbox.Sizes
	RequestsPerSecond int
	// Latency is how long an answer takes besides, half of it on the way there: the limit is of the
	// calls that arrive.
	Latency time.Duration
	// Recorded answers come from a [recording], and are neither checked nor counted after their
	// first time.
	Recorded bool
}

// callsPath is where the server tells what it was asked; no path of the API begins so.
const callsPath = "/bench/calls"

// serve answers as an account on a port of its own, whose URL it writes to out, until in ends. A
// server so does not outlive the process that started it.
func serve(options string, in io.Reader, out io.Writer) error {
	var o accountOptions
	if err := json.Unmarshal([]byte(options), &o); err != nil {
		return fmt.Errorf("%s: %w", serverRole, err)
	}
	account := sandbox.New(sandbox.Options{Sizes: o.Sizes, RequestsPerSecond: o.RequestsPerSecond})
	mux := http.NewServeMux()
	var answers http.Handler = account
	if o.Recorded {
		answers = &recording{account: account}
	}
	if o.Latency > 0 {
		answers = distant(o.Latency/2, answers)
	}
	mux.Handle("/", answers)
	mux.HandleFunc(callsPath, func(w http.ResponseWriter, _ *http.Request) { json.NewEncoder(w).Encode(account.Calls()) })
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: mux}
	go func() {
		io.Copy(io.Discard, in)
		server.Close()
	}()
	if _, err := fmt.Fprintf(out, "http://%s\n", listener.Addr()); err != nil {
		return err
	}
	if err := server.Serve(listener); err != http.ErrServerClosed {
		return err
	}
	return nil
}

// distant answers as one does that is so far away.
func distant(away time.Duration, next http.Handler) http.Handler {
	travel := func(r *http.Request) {
		select {
		case <-time.After(away):
		case <-r.Context().Done():
		}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		travel(r)
		held := httptest.NewRecorder()
		next.ServeHTTP(held, r)
		travel(r)
		maps.Copy(w.Header(), held.Header())
		w.WriteHeader(held.Code)
		w.Write(held.Body.Bytes())
	})
}

// server is an account in a process of its own, so that neither its memory nor its processor time
// is a client's.
type server struct {
	url     string
	command *exec.Cmd
	stdin   io.Closer
}

func startServer(ctx context.Context, o accountOptions) (*server, error) {
	options, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	s := &server{command: exec.CommandContext(ctx, self)}
	s.command.Env = append(os.Environ(), serverRole+"="+string(options))
	s.command.Stderr = os.Stderr
	if s.stdin, err = s.command.StdinPipe(); err != nil {
		return nil, err
	}
	stdout, err := s.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.command.Start(); err != nil {
		return nil, fmt.Errorf("starting the server: %w", err)
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("the server told no URL: %w", err)
	}
	s.url = strings.TrimSpace(line)
	return s, nil
}

// stop ends the server and waits for its end.
func (s *server) stop() error {
	s.stdin.Close()
	return s.command.Wait()
}

// calls is what the account was asked so far.
func (s *server) calls(ctx context.Context) (sandbox.Calls, error) {
	var calls sandbox.Calls
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+callsPath, http.NoBody)
	if err != nil {
		return calls, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return calls, err
	}
	defer response.Body.Close()
	return calls, json.NewDecoder(response.Body).Decode(&calls)
}

// token gets a bearer token, for the clients that cannot sign.
func (s *server) token(ctx context.Context) (string, error) {
	form := "grant_type=client_credentials&client_id=" + sandbox.ClientID + "&client_secret=" + sandbox.ClientSecret
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url+"/auth/oauth2/token", strings.NewReader(form))
	if err != nil {
		return "", err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	var answer struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil || answer.AccessToken == "" {
		return "", fmt.Errorf("getting a token: status %d: %w", response.StatusCode, err)
	}
	return answer.AccessToken, nil
}
