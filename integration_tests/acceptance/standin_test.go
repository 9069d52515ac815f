//go:build image

package acceptance

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// certificates is where Debian, Alpine and Go's images keep the roots that https needs.
const certificates = "/etc/ssl/certs/ca-certificates.crt"

// standInForUserland makes an image of a static busybox: less than any real base has, neither users
// nor certificates nor a package manager, so that what runs on it runs on any.
func standInForUserland(ctx context.Context, name string) error {
	return importImage(ctx, name, nil, func(root string) error {
		return copyBusybox(root, "sh", "mv", "sleep", "kill", "cat", "id", "touch", "grep", "date")
	})
}

// standInForGo makes an image of this machine's Go with the modules that go.mod names, so that the
// build needs no network.
func standInForGo(ctx context.Context, name string) error {
	env, err := goEnv(ctx, "GOROOT", "GOMODCACHE", "GOPROXY")
	if err != nil {
		return err
	}
	settings := []string{
		"ENV PATH=/usr/local/go/bin:/bin", "ENV GOTOOLCHAIN=local", "ENV GOPATH=/go",
		// All modules are there, and go.sum vouches for them.
		"ENV GOPROXY=off", "ENV GOSUMDB=off",
	}
	return importImage(ctx, name, settings, func(root string) error {
		modules := filepath.Join(root, "go", "pkg", "mod")
		for _, folder := range []string{"tmp", "usr/local", filepath.Dir("." + certificates)} {
			if err := os.MkdirAll(filepath.Join(root, folder), 0o755); err != nil {
				return err
			}
		}
		download := exec.CommandContext(ctx, "go", "mod", "download", "-modcacherw")
		download.Dir = module
		download.Env = append(os.Environ(), "GOMODCACHE="+modules, "GOFLAGS=",
			"GOPROXY=file://"+filepath.Join(env["GOMODCACHE"], "cache", "download")+","+env["GOPROXY"])
		return errors.Join(
			copyBusybox(root, "sh", "mkdir"),
			run(exec.CommandContext(ctx, "cp", "-r", env["GOROOT"], filepath.Join(root, "usr", "local", "go"))),
			run(exec.CommandContext(ctx, "cp", "-L", certificates, filepath.Join(root, certificates))),
			run(download),
		)
	})
}

// importImage makes an image of the files that fill puts into a folder. settings are instructions
// of a Dockerfile.
func importImage(ctx context.Context, name string, settings []string, fill func(root string) error) (err error) {
	root, err := os.MkdirTemp("", "image-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(root)) }()
	if err := fill(root); err != nil {
		return err
	}
	// Files of a user that the image does not have would be refused by Go.
	pack := exec.CommandContext(ctx, "tar", "--directory", root, "--create", "--owner=0", "--group=0", "--mode=u+rwX,go+rX", ".")
	archive, err := pack.StdoutPipe()
	if err != nil {
		return err
	}
	if err := pack.Start(); err != nil {
		return err
	}
	args := []string{"import"}
	for _, setting := range settings {
		args = append(args, "--change", setting)
	}
	_, imported := must(ctx, archive, append(args, "-", name)...)
	// What import did not take ends tar, too.
	_, rest := io.Copy(io.Discard, archive)
	return errors.Join(imported, rest, pack.Wait())
}

// copyBusybox puts busybox into bin with links for some of its commands.
func copyBusybox(root string, commands ...string) error {
	busybox, err := exec.LookPath("busybox")
	if err != nil {
		return fmt.Errorf("%w; install a static one (Debian: busybox-static)", err)
	}
	bin := filepath.Join(root, "bin")
	if err := os.MkdirAll(bin, 0o755); err != nil {
		return err
	}
	if err := run(exec.Command("cp", "-L", busybox, filepath.Join(bin, "busybox"))); err != nil {
		return err
	}
	for _, command := range commands {
		if err := os.Symlink("busybox", filepath.Join(bin, command)); err != nil {
			return err
		}
	}
	return nil
}

// goEnv returns settings of the go command.
func goEnv(ctx context.Context, names ...string) (map[string]string, error) {
	out, err := exec.CommandContext(ctx, "go", append([]string{"env"}, names...)...).Output()
	if err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	values := map[string]string{}
	for i, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		values[names[i]] = line
	}
	return values, nil
}

func run(command *exec.Cmd) error {
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", command, err, out)
	}
	return nil
}
