// `dcmscrub keygen`.
#include <string>

#include "app/cli/command.h"
#include "app/cli/keygen_flags.h"
#include "app/talk/console.h"
#include "app/talk/exit_code.h"
#include "app/talk/messages.h"
#include "app/user/keyfile.h"
#include "kernels/identity/identity.h"

namespace dcmscrub {
namespace {

void Declare(FlagList& list, KeygenFlags& flags) {
  list.Operand("FILE", flags.key_file).Required();
}

int RunKeygen(const KeygenFlags& flags) {
  Console console(Verbosity::kNormal);
  const auto key = RandomKey();
  if (!key.ok()) return console.Fail(key.status());
  const auto status = WriteNewKeyFile(flags.key_file, *key);
  if (!status.ok()) return console.Fail(status);
  Print("fingerprint: " + Identity(*key).Fingerprint() + "\n");
  console.Note(kKeygenMessage);
  return kExitDone;
}

const std::string_view kMore[] = {R"(
The same key turns the same patient, study and file into the same new
identifiers, in every run and on every machine. So keep it for as long as
files may be added, and keep it secret: who has it can test whether a result
belongs to somebody they know. It must not lie beside the results. FILE is
never overwritten.

What is printed is the key's fingerprint. Journals and reports carry it too,
so that it can be told which key made them; it is of no use to find the key.
)"};

}  // namespace

std::unique_ptr<Command> KeygenCommand() {
  return MakeCommand<KeygenFlags>({
      .help = {.name = "keygen",
               .usage = "dcmscrub keygen FILE\n",
               .brief = "makes a key, which makes new identifiers repeatable",
               .about =
                   "Writes 32 random bytes to the new file FILE, mode 0600.\n",
               .more = kMore,
               .tail = {}},
      .declare = Declare,
      .too_many = "one FILE and no more",
      .run = RunKeygen,
  });
}

}  // namespace dcmscrub
