//go:build image

package acceptance

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// startEngine uses the Docker engine that runs, or starts one of its own in a folder of its own.
// stop ends what was started, and nothing else.
func startEngine(ctx context.Context) (stop func(), err error) {
	if r, err := docker(ctx, nil, "info"); err == nil && r.exit == 0 {
		return func() {}, nil
	} else if err != nil {
		return nil, fmt.Errorf("%w; install a Docker client (Debian: docker.io)", err)
	}
	if _, err := exec.LookPath("dockerd"); err != nil {
		return nil, fmt.Errorf("none runs, and none can be started: %w; install one (Debian: docker.io)", err)
	}
	// overlay2 is fast and needs a file system that it can stack on; vfs copies every layer and
	// works anywhere.
	var faults []error
	for _, driver := range []string{"overlay2", "vfs"} {
		stop, err := startDockerd(ctx, driver)
		if err == nil {
			return stop, nil
		}
		faults = append(faults, err)
	}
	return nil, errors.Join(faults...)
}

// startDockerd starts an engine without networks, which needs neither iptables nor a bridge, and
// points the client at it.
func startDockerd(ctx context.Context, driver string) (stop func(), err error) {
	folder, err := os.MkdirTemp("", "dockerd-")
	if err != nil {
		return nil, err
	}
	socket, logPath := "unix://"+filepath.Join(folder, "docker.sock"), filepath.Join(folder, "log")
	log, err := os.Create(logPath)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	defer log.Close()
	daemon := exec.Command("dockerd", "--host", socket, "--storage-driver", driver, "--iptables=false", "--ip6tables=false", "--bridge=none",
		"--data-root", filepath.Join(folder, "data"), "--exec-root", filepath.Join(folder, "exec"), "--pidfile", filepath.Join(folder, "pid"))
	daemon.Stdout, daemon.Stderr = log, log
	if err := daemon.Start(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	ended := make(chan struct{})
	go func() {
		// How it ended is in its log.
		_ = daemon.Wait()
		close(ended)
	}()
	stop = func() {
		// SIGTERM lets it end its containers and containerd; it may have ended already.
		_ = daemon.Process.Signal(syscall.SIGTERM)
		<-ended
		if err := os.RemoveAll(folder); err != nil {
			fmt.Fprintf(os.Stderr, "the engine's folder stays behind: %v\n", err)
		}
	}
	if err := os.Setenv("DOCKER_HOST", socket); err != nil {
		stop()
		return nil, err
	}
	if err := answering(ctx, ended); err != nil {
		text, _ := os.ReadFile(logPath)
		stop()
		return nil, errors.Join(fmt.Errorf("dockerd with %s: %w\n%s", driver, err, text), os.Unsetenv("DOCKER_HOST"))
	}
	fmt.Fprintf(os.Stderr, "started dockerd with %s\n", driver)
	return stop, nil
}

// answering returns when the engine answers, within a minute: on a busy machine it has taken ten
// seconds.
func answering(ctx context.Context, ended <-chan struct{}) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	retry := time.NewTicker(200 * time.Millisecond)
	defer retry.Stop()
	for {
		if r, err := docker(ctx, nil, "info"); err == nil && r.exit == 0 {
			return nil
		}
		select {
		case <-retry.C:
		case <-ended:
			return errors.New("it ended")
		case <-ctx.Done():
			return fmt.Errorf("it does not answer: %w", ctx.Err())
		}
	}
}
