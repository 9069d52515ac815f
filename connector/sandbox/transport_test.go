package sandbox_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"source-ovhcloud-api/connector/sandbox"
)

func roundTrip(ctx context.Context, h http.HandlerFunc) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://sandbox.invalid/a%2Fb?c=d", strings.NewReader("body"))
	if err != nil {
		return nil, err
	}
	return sandbox.Transport(h).RoundTrip(r)
}

func TestTransportIsLikeAConnection(t *testing.T) {
	resp, err := roundTrip(t.Context(), func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if r.RequestURI != "/a%2Fb?c=d" || r.Host != "sandbox.invalid" || r.TLS == nil || string(body) != "body" {
			t.Errorf("received %s of %s, TLS %v, body %q", r.RequestURI, r.Host, r.TLS, body)
		}
		w.Header().Set("X-Early", "1")
		w.WriteHeader(http.StatusAccepted)
		w.Header().Set("X-Late", "1")
		w.WriteHeader(http.StatusOK)
		io.WriteString(w, "whole")
	})
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil || string(body) != "whole" || resp.ContentLength != 5 || resp.StatusCode != http.StatusAccepted || resp.Status != "202 Accepted" {
		t.Errorf("response %s, %d bytes %q, error %v", resp.Status, resp.ContentLength, body, err)
	}
	if resp.Header.Get("X-Early") != "1" || resp.Header.Get("X-Late") != "" {
		t.Errorf("headers %v", resp.Header)
	}
}

func TestTransportEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		hangs := func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
		if _, err := roundTrip(ctx, hangs); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a handler that hangs: %v", err)
		}
		called := false
		if _, err := roundTrip(ctx, func(http.ResponseWriter, *http.Request) { called = true }); err == nil || called {
			t.Errorf("a request that comes too late: %v, called %v", err, called)
		}
	})
}

func TestTransportCutsTheConnection(t *testing.T) {
	if _, err := roundTrip(t.Context(), func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }); err == nil {
		t.Error("cut before the answer: no error")
	}
	resp, err := roundTrip(t.Context(), func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, "hal")
		panic(http.ErrAbortHandler)
	})
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(resp.Body)
	if string(body) != "hal" || !errors.Is(err, io.ErrUnexpectedEOF) || resp.ContentLength != -1 {
		t.Errorf("cut within the answer: %q, length %d, error %v", body, resp.ContentLength, err)
	}
}

func TestTransportLetsOtherPanicsThrough(t *testing.T) {
	defer func() {
		if recover() != "fault" {
			t.Error("the panic was swallowed")
		}
	}()
	roundTrip(t.Context(), func(http.ResponseWriter, *http.Request) { panic("fault") })
}
