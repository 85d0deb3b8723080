/* What an attacker inside a container would try and busybox has no words for.
 *
 *     attempt WHAT [ARGUMENT]
 *
 * Exit 0 and a word on what was gained, or exit 1 and why not. Whatever it does is bounded, and undone by its end. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/capability.h>
#include <linux/perf_event.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char *argument = "";

static int gained(const char *what, ...) {
  va_list values;
  va_start(values, what);
  vprintf(what, values);
  puts("");
  return 0;
}

static int refused(const char *call) {
  printf("%s: %s\n", call, strerror(errno));
  return 1;
}

/* The result of a call that a hardened kernel refuses. */
static int call(const char *name, long result) { return result < 0 ? refused(name) : gained("%s", name); }

static int run_from_memory(void) {
  int own = open("/proc/self/exe", O_RDONLY), memory = memfd_create("program", 0);
  if (memory < 0) return refused("memfd_create");
  char block[65536];
  for (ssize_t n; (n = read(own, block, sizeof block)) > 0;)
    if (write(memory, block, n) != n) return refused("write");
  char *arguments[] = {"program", "identity", NULL}, *environment[] = {NULL};
  fexecve(memory, arguments, environment);
  return refused("fexecve");
}

static int writable_code(void) {
  static const unsigned char code[] = {0xb8, 0x2a, 0, 0, 0, 0xc3}; /* mov eax, 42; ret */
  void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (page == MAP_FAILED) return refused("mmap");
  memcpy(page, code, sizeof code);
  int (*function)(void);
  memcpy(&function, &page, sizeof page);
  return function() == 42 ? gained("code made at run time ran") : 1;
}

static int identity(void) { return gained("running as %d", (int)geteuid()); }

static int become_root(void) {
  if (geteuid() != 0) return gained("effective user %d", (int)geteuid()), 1;
  return gained("effective user 0");
}

static unsigned long long effective_capabilities(void) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct data[2] = {{0}};
  syscall(SYS_capget, &header, data);
  return data[0].effective | (unsigned long long)data[1].effective << 32;
}

static int have_capability(void) {
  unsigned long long capabilities = effective_capabilities();
  if (capabilities == 0) return gained("no effective capability"), 1;
  return gained("effective capabilities %llx", capabilities);
}

static int take_capability(void) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct data[2] = {{0}};
  syscall(SYS_capget, &header, data);
  data[0].permitted |= 1u << CAP_SYS_ADMIN;
  data[0].effective |= 1u << CAP_SYS_ADMIN;
  return call("capset", syscall(SYS_capset, &header, data));
}

static int open_socket(int domain, int type, int protocol, const char *name) { return call(name, socket(domain, type, protocol)); }

static int bind_port(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(argument))};
  return call("bind", bind(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *)&address, sizeof address));
}

/* Asks an engine by its socket. */
static int ask_engine(void) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  strncpy(address.sun_path, argument, sizeof address.sun_path - 1);
  int engine = socket(AF_UNIX, SOCK_STREAM, 0);
  if (connect(engine, (struct sockaddr *)&address, sizeof address) < 0) return refused("connect");
  static const char question[] = "GET /version HTTP/1.0\r\n\r\n";
  char answer[16] = {0};
  if (write(engine, question, sizeof question - 1) < 0 || read(engine, answer, sizeof answer - 1) <= 0) return refused("read");
  return strncmp(answer, "HTTP/1.", 7) == 0 ? gained("the engine answers") : 1;
}

static int trace(void) {
  pid_t process = atoi(argument);
  if (ptrace(PTRACE_ATTACH, process, 0, 0) < 0) return refused("ptrace");
  waitpid(process, NULL, __WALL);
  ptrace(PTRACE_DETACH, process, 0, 0);
  return gained("traced process %d", (int)process);
}

/* What lies in the memory of another process, read without tracing it. */
static int read_memory(void) {
  char path[64], line[256];
  unsigned long start = 0;
  snprintf(path, sizeof path, "/proc/%s/maps", argument);
  FILE *maps = fopen(path, "r");
  if (maps == NULL) return refused("maps");
  while (fgets(line, sizeof line, maps))
    if (strstr(line, " rw-p ") && sscanf(line, "%lx", &start) == 1) break;
  char here[16];
  struct iovec to = {here, sizeof here}, from = {(void *)start, sizeof here};
  return call("process_vm_readv", process_vm_readv(atoi(argument), &to, 1, &from, 1, 0));
}

static int use_memory(void) {
  size_t size = (size_t)atoi(argument) << 20;
  char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return refused("mmap");
  for (size_t at = 0; at < size; at += 4096) memory[at] = 1;
  return gained("%s MB used", argument);
}

static int use_processes(void) {
  int wanted = atoi(argument), made = 0, why = 0;
  pid_t children[1000];
  while (made < wanted && made < 1000) {
    pid_t child = fork();
    if (child == 0) {
      pause();
      _exit(0);
    }
    if (child < 0) {
      why = errno;
      break;
    }
    children[made++] = child;
  }
  for (int i = 0; i < made; i++) kill(children[i], SIGKILL);
  for (int i = 0; i < made; i++) waitpid(children[i], NULL, 0);
  if (made < wanted) return gained("fork: %s after %d processes", strerror(why), made), 1;
  return gained("%d processes", made);
}

static int use_files(void) {
  int wanted = atoi(argument), opened = 0;
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  while (opened < wanted && open("/dev/null", O_RDONLY) >= 0) opened++;
  if (opened < wanted) return gained("open: %s after %d files", strerror(errno), opened), 1;
  return gained("%d files", opened);
}

/* The root of a mounted file system by its handle, whatever the container sees of it (the Shocker attack). */
static int open_by_handle(void) {
  struct {
    struct file_handle header;
    unsigned char bytes[8];
  } handle = {{8, 1}, {2}};
  int mount = open("/etc/hostname", O_RDONLY);
  return call("open_by_handle_at", open_by_handle_at(mount, (struct file_handle *)&handle, O_RDONLY));
}

static int load_program(void) {
  union bpf_attr attributes = {.map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 4, .max_entries = 1};
  return call("bpf", syscall(SYS_bpf, BPF_MAP_CREATE, &attributes, sizeof attributes));
}

static int watch_performance(void) {
  struct perf_event_attr attributes = {.type = PERF_TYPE_SOFTWARE, .size = sizeof attributes, .config = PERF_COUNT_SW_CPU_CLOCK};
  return call("perf_event_open", syscall(SYS_perf_event_open, &attributes, 0, -1, -1, 0));
}

static int own_ring(void) {
  char parameters[256] = {0};
  return call("io_uring_setup", syscall(SYS_io_uring_setup, 4, parameters));
}

static int join_namespace(void) {
  int namespace = open(argument, O_RDONLY);
  if (namespace < 0) return refused("open");
  return call("setns", setns(namespace, 0));
}

static int set_clock(void) { /* to what it says already */
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return call("clock_settime", clock_settime(CLOCK_REALTIME, &now));
}

static int kernel_log(void) {
  char text[64];
  return call("syslog", klogctl(3, text, sizeof text));
}

static int key(void) { return call("add_key", syscall(SYS_add_key, "user", "tempered", "1", 1, -3)); }

/* A kernel that says of the module that it is none, or of itself that it takes none, was reached. */
static int module(void) {
  long result = syscall(SYS_finit_module, open("/proc/self/exe", O_RDONLY), "", 0);
  return result < 0 && errno == EPERM ? refused("finit_module") : gained("the kernel looked at the module");
}

static int mount_tmpfs(void) { return call("mount", mount("none", "/tmp", "tmpfs", 0, "size=1m")); }
static int file_system(void) { return call("fsopen", syscall(SYS_fsopen, "tmpfs", 0)); }
static int page_faults(void) { return call("userfaultfd", syscall(SYS_userfaultfd, 1)); }
static int host_name(void) { return call("sethostname", sethostname("taken", 5)); }
static int user_namespace(void) { return call("unshare", unshare(CLONE_NEWUSER)); }
static int mount_namespace(void) { return call("unshare", unshare(CLONE_NEWNS)); }
static int raw_socket(void) { return open_socket(AF_INET, SOCK_RAW, IPPROTO_ICMP, "raw socket"); }
static int packet_socket(void) { return open_socket(AF_PACKET, SOCK_RAW, 0, "packet socket"); }
static int ping_socket(void) { return open_socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP, "ping socket"); }
static int vsock(void) { return open_socket(AF_VSOCK, SOCK_STREAM, 0, "vsock"); }
static int kernel_crypto(void) { return open_socket(AF_ALG, SOCK_SEQPACKET, 0, "crypto socket"); }

static const struct {
  const char *name;
  int (*run)(void);
} attempts[] = {
    {"run-from-memory", run_from_memory},
    {"writable-code", writable_code},
    {"identity", identity},
    {"become-root", become_root},
    {"have-capability", have_capability},
    {"take-capability", take_capability},
    {"raw-socket", raw_socket},
    {"packet-socket", packet_socket},
    {"ping-socket", ping_socket},
    {"vsock", vsock},
    {"kernel-crypto", kernel_crypto},
    {"bind-port", bind_port},
    {"ask-engine", ask_engine},
    {"trace", trace},
    {"read-memory", read_memory},
    {"use-memory", use_memory},
    {"use-processes", use_processes},
    {"use-files", use_files},
    {"open-by-handle", open_by_handle},
    {"bpf", load_program},
    {"perf", watch_performance},
    {"io-uring", own_ring},
    {"join-namespace", join_namespace},
    {"set-clock", set_clock},
    {"kernel-log", kernel_log},
    {"key", key},
    {"module", module},
    {"mount", mount_tmpfs},
    {"file-system", file_system},
    {"page-faults", page_faults},
    {"host-name", host_name},
    {"user-namespace", user_namespace},
    {"mount-namespace", mount_namespace},
};

int main(int count, char **values) {
  if (count > 2) argument = values[2];
  for (size_t i = 0; count > 1 && i < sizeof attempts / sizeof *attempts; i++)
    if (strcmp(values[1], attempts[i].name) == 0) return attempts[i].run();
  printf("no such attempt\n");
  return 64;
}
