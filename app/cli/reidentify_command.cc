// `dcmscrub reidentify`.
#include <string>
#include <vector>

#include "app/cli/command.h"
#include "app/talk/command_messages.h"
#include "app/talk/console.h"
#include "app/talk/exit_code.h"
#include "app/talk/messages.h"
#include "app/talk/signals.h"
#include "app/user/small_file.h"
#include "pipeline/run/reidentify.h"

namespace dcmscrub {
namespace {

struct ReidentifyFlags {
  std::vector<std::string> sources;
  std::string private_key;
  std::string certificate;      // empty: none
  std::string passphrase_file;  // empty: none
  std::string output;           // a folder; for a single file also its name
  bool show_paths = false;
};

void Declare(FlagList& list, ReidentifyFlags& flags) {
  list.Operand("SRC", flags.sources).Required();
  list.Add(
      {"--key-file", "KEY.pem", "the private key of a recipient",
       "The private key (RSA, PEM) of one of those whose certificates the\n"
       "rules named with 'encrypt'. Not the key of 'dcmscrub keygen'. A\n"
       "file that others may read is refused."},
      flags.private_key);
  list.Add({"--certificate", "CERT.pem", "its certificate",
            "The certificate of that key: tells at once which envelope is for\n"
            "it. Without it every envelope is tried."},
           flags.certificate);
  list.Add(
      {"--passphrase-file", "FILE", "of a key that is encrypted",
       "The passphrase of an encrypted KEY.pem, in the first line of FILE.\n"
       "A file that others may read is refused."},
      flags.passphrase_file);
  list.Add(
      {"--out", "DIR|FILE", "where the originals go",
       "A folder, made when it is not there, in which the files keep their\n"
       "names; for a single file also the name of the new one. What is\n"
       "there already is never replaced."},
      flags.output);
  list.Add({"--show-paths", "", "paths in messages, not only numbers",
            "Show the path behind an input's number in messages."},
           flags.show_paths);
}

std::string Contradiction(const ReidentifyFlags& flags, const FlagList&) {
  if (flags.private_key.empty()) {
    return "--key-file is needed: the private key that opens the originals";
  }
  if (flags.output.empty()) return "where to? --out DIR or --out FILE";
  return "";
}

// The text of a file, or none where no file is named.
absl::StatusOr<std::string> ReadNamed(const std::string& path,
                                      Audience audience) {
  if (path.empty()) return std::string();
  auto text = ReadSmallFile(path, audience);
  return text.ok() ? text : NamedStatus(path, text.status());
}

absl::Status ReadKey(const ReidentifyFlags& flags, RecipientKey& key) {
  const auto pem = ReadNamed(flags.private_key, Audience::kOwner);
  if (!pem.ok()) return pem.status();
  const auto certificate = ReadNamed(flags.certificate, Audience::kAnyone);
  if (!certificate.ok()) return certificate.status();
  const auto passphrase = ReadNamed(flags.passphrase_file, Audience::kOwner);
  if (!passphrase.ok()) return passphrase.status();
  const std::string line = passphrase->substr(0, passphrase->find('\n'));
  const std::string wrong = key.Read(*pem, *certificate, line);
  if (wrong.empty()) return absl::OkStatus();
  return NamedStatus(flags.private_key, absl::FailedPreconditionError(wrong));
}

int RunReidentify(const ReidentifyFlags& flags) {
  Console console(Verbosity::kNormal);
  CatchSignals();
  RecipientKey key;
  const absl::Status status = ReadKey(flags, key);
  if (!status.ok()) return console.Fail(status);

  ReidentifyOptions options;
  options.sources = flags.sources;
  options.target = flags.output;
  options.key = &key;
  const auto summary = ReidentifyFiles(
      options, RealFileSystem(),
      [&](const ReidentifyRecord& record) {
        if (record.input.outcome != Outcome::kQuarantined) return;
        console.Error(ReidentifyMessage(record, flags.show_paths));
      },
      &StopFlag());
  if (!summary.ok()) return console.Fail(summary.status());
  Print(ReidentifiedMessage(*summary) + "\n");
  if (summary->interrupted) return kExitInterrupted;
  if (summary->written != 0) console.Note(kReidentifiedMessage);
  return summary->failed == 0 ? kExitDone : kExitQuarantined;
}

const std::string_view kMore[] = {R"(
Works on what was de-identified by rules with 'encrypt "CERT.pem"': such files
carry the original values of what was taken away, encrypted for the owner of
that certificate (PS3.15 E.1.1; other programs write them, too). SRC... are
files and folders. Pixels, and values that the rules changed and did not
encrypt, stay as they are.
)"};
const std::string_view kTail[] = {R"(
Examples
  dcmscrub reidentify 2.25.1.dcm --key-file owner.pem --certificate owner.crt \
    --out original.dcm
  dcmscrub reidentify /release/P-1A2B --key-file owner.pem --out /restricted

A key and a certificate for a test
  openssl req -x509 -newkey rsa:3072 -nodes -subj /CN=owner \
    -keyout owner.pem -out owner.crt && chmod 600 owner.pem

Exit codes
    0  every DICOM object in SRC is restored
    1  some are not; the rest is
    2  nothing was done: usage, key
  130  stopped by a signal
)"};

}  // namespace

std::unique_ptr<Command> ReidentifyCommand() {
  return MakeCommand<ReidentifyFlags>({
      .help = {.name = "reidentify",
               .usage = "dcmscrub reidentify SRC... --key-file KEY.pem --out "
                        "DIR|FILE [flags]\n",
               .brief = "brings encrypted originals back",
               .about = "Puts the originals back into files that carry them "
                        "encrypted.\n",
               .more = kMore,
               .tail = kTail},
      .declare = Declare,
      .contradiction = Contradiction,
      .run = RunReidentify,
  });
}

}  // namespace dcmscrub
