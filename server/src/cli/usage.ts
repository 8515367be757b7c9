// What `podwright --help` prints.

export const USAGE = `Usage: podwright COMMAND

  check FILE…                    what the API server would say; exit status 1 on errors
  check --batch                  JSON lines in ({"id","yaml"}), JSON lines out ({"id","diagnostics"})
  facts FILE…                    QoS class, oom_score_adj, cgroup values and times of each pod
  facts --batch                  JSON lines in ({"id","yaml"}), JSON lines out ({"id","derived"})
  timeline FILE [--case CASE]    what the kubelet would do, event by event
  timeline FILE --format FORMAT  the same as text, svg, markdown or mermaid
    --scenario ID                life, slowStart, neverReady, deadlock, crashAtStart, oomKill, sigtermIgnored, …
  timeline --batch               JSON lines in ({"id","case"}), JSON lines out ({"id","trace"})

  -                              stands for standard input
  --kubernetes-version 1.31…1.37 (check)
  --language en|zh-cn`;
