package connector

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"strings"
)

// completion prints what has a shell complete commands, flags, and the values of those that have a few.
// Other values are files, as in every shell where nothing else is said.
type completion struct{ shell string }

// install says how each shell takes what is printed.
const install = `For this shell, and in its startup file for those to come:
  bash  source <(source-ovhcloud-api completion bash)
  zsh   source <(source-ovhcloud-api completion zsh)    # after compinit
  fish  source-ovhcloud-api completion fish | source`

func (c *completion) flags(f *flagSet) { f.word(&c.shell, "the shell", install, "bash", "zsh", "fish") }

func (*completion) forPeople() {}

func (c *completion) run(_ context.Context, p *process) error {
	write := map[string]func(*bytes.Buffer){"bash": completeBash, "zsh": completeZsh, "fish": completeFish}[c.shell]
	var script bytes.Buffer
	write(&script)
	return p.stdout.Print(script.Bytes())
}

// flagsOf returns the flags of a command.
func flagsOf(c command) []*flag.Flag {
	var flags []*flag.Flag
	f := declared(c.name, c.make(), new(bool))
	f.set.VisitAll(func(f *flag.Flag) { flags = append(flags, f) })
	return flags
}

// wordsOf returns what may stand behind a command: its operands and its flags.
func wordsOf(c command) []string {
	var words []string
	if operand := declared(c.name, c.make(), new(bool)).operand; operand != nil {
		words = append(words, operand.choices...)
	}
	for _, f := range flagsOf(c) {
		words = append(words, "--"+f.Name)
	}
	return words
}

// eachChoice yields the flags of all commands that have a few values, by what stands before the value.
func eachChoice(yield func(c command, flag string, choices []string)) {
	for _, c := range verbs {
		for _, f := range flagsOf(c) {
			if choices := choicesOf(f); len(choices) > 0 {
				yield(c, "--"+f.Name, choices)
			}
		}
	}
}

func commandNames() []string {
	var names []string
	for _, c := range verbs {
		names = append(names, c.name)
	}
	return names
}

func completeBash(b *bytes.Buffer) {
	fmt.Fprintf(b, `_source_ovhcloud_api() {
  local words
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='%s'
  else
    case ${COMP_WORDS[1]} in
`, strings.Join(commandNames(), " "))
	for _, c := range verbs {
		fmt.Fprintf(b, "    %s) words='%s' ;;\n", c.name, strings.Join(wordsOf(c), " "))
	}
	b.WriteString(`    esac
    case "${COMP_WORDS[1]} ${COMP_WORDS[COMP_CWORD-1]}" in
`)
	eachChoice(func(c command, flag string, choices []string) {
		fmt.Fprintf(b, "    '%s %s') words='%s' ;;\n", c.name, flag, strings.Join(choices, " "))
	})
	b.WriteString(`    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
}
complete -o bashdefault -o default -F _source_ovhcloud_api source-ovhcloud-api
`)
}

// completeZsh has zsh describe commands and flags, too.
func completeZsh(b *bytes.Buffer) {
	quoted := func(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }
	b.WriteString("#compdef source-ovhcloud-api\n_source_ovhcloud_api() {\n  local -a commands\n  if (( CURRENT == 2 )); then\n    commands=(\n")
	for _, c := range verbs {
		fmt.Fprintf(b, "      %s\n", quoted(c.name+":"+c.summary))
	}
	b.WriteString("    )\n    _describe command commands\n    return\n  fi\n  case \"$words[2] $words[CURRENT-1]\" in\n")
	eachChoice(func(c command, flag string, choices []string) {
		fmt.Fprintf(b, "  '%s %s') compadd -- %s; return ;;\n", c.name, flag, strings.Join(choices, " "))
	})
	b.WriteString("  esac\n  case $words[2] in\n")
	for _, c := range verbs {
		fmt.Fprintf(b, "  %s) compadd -- %s ;;\n", c.name, strings.Join(wordsOf(c), " "))
	}
	b.WriteString("  esac\n  _files\n}\ncompdef _source_ovhcloud_api source-ovhcloud-api\n")
}

func completeFish(b *bytes.Buffer) {
	quoted := func(text string) string {
		return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(text) + "'"
	}
	for _, c := range verbs {
		fmt.Fprintf(b, "complete -c source-ovhcloud-api -f -n __fish_use_subcommand -a %s -d %s\n", c.name, quoted(c.summary))
		seen := "'__fish_seen_subcommand_from " + c.name + "'"
		if operand := declared(c.name, c.make(), new(bool)).operand; operand != nil {
			fmt.Fprintf(b, "complete -c source-ovhcloud-api -f -n %s -a %s\n", seen, quoted(strings.Join(operand.choices, " ")))
		}
		for _, f := range flagsOf(c) {
			value := ""
			if choices := choicesOf(f); len(choices) > 0 {
				value = " -x -a " + quoted(strings.Join(choices, " "))
			} else if kindOf(f) != "" {
				value = " -r"
			}
			about, _, _ := strings.Cut(f.Usage, "\n")
			fmt.Fprintf(b, "complete -c source-ovhcloud-api -n %s -l %s%s -d %s\n", seen, f.Name, value, quoted(about))
		}
	}
}
