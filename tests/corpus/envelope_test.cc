// Originals in envelopes, against the programs that others open and make them
// with: `openssl cms`, dcmdump, gdcmdump and gdcmanon.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "kernels/core/text.h"
#include "kernels/emit/emitter.h"
#include "kernels/emit/reidentify.h"
#include "kernels/parse/duplicates.h"
#include "kernels/parse/prefix_writer.h"
#include "tests/corpus/manifest.h"
#include "tests/corpus/views.h"
#include "tests/support/recipient.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

struct Object {
  std::string file;
  FilePrefix prefix;
  ElementIndex index;
  ObjectFacts facts;
  bool good = false;

  explicit Object(std::string bytes) : file(std::move(bytes)) {
    const Bytes all = AsBytes(file);
    const Bytes head = all.first(std::min(all.size(), kFilePrefixBytes));
    if (ReadFilePrefix(head, all.size(), prefix) || prefix.syntax.deflated) {
      return;
    }
    const std::uint64_t begin = prefix.data_set_offset;
    index.Begin(prefix.encoding, begin, all.size(), kReidentifyLimits);
    good = index.Extend({begin, begin, all.subspan(begin)}) ==
           ElementIndex::Status::kDone;
    facts = CollectFacts(index, all);
    CompleteFacts(prefix, facts);
  }

  std::span<const Element> elements() const { return index.elements(); }
  Bytes memory() const { return AsBytes(file); }
};

bool IsMark(Tag tag) {
  return tag == tags::kPatientIdentityRemoved ||
         tag == tags::kDeidentificationMethod ||
         tag == tags::kDeidentificationMethodCodeSequence;
}

// A line for each element with its value, but for group lengths, marks and
// envelopes. Forms of lengths and padding do not show, nor do VRs.
std::vector<std::string> Values(const Object& object) {
  std::vector<std::string> lines;
  for (std::uint32_t i = 0; i < object.elements().size(); ++i) {
    const Element& element = object.elements()[i];
    const bool top = element.parent == kNoElement;
    if (top && (IsMark(element.tag) ||
                element.tag == tags::kEncryptedAttributesSequence)) {
      i = element.next - 1;
      continue;
    }
    if (element.tag.is_group_length()) continue;
    std::string line(element.depth, ' ');
    line += TagText(element.tag);
    if (!element.has(Element::kContainer)) {
      line += TrimPadding(AsText(object.memory().subspan(
          element.value_offset(), element.value_length)));
    }
    lines.push_back(line);
  }
  return lines;
}

// Not `EXPECT_EQ`: a message may hold no value of a real file.
std::size_t Differences(const std::vector<std::string>& a,
                        const std::vector<std::string>& b) {
  std::size_t count =
      std::max(a.size(), b.size()) - std::min(a.size(), b.size());
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    count += a[i] != b[i];
  }
  return count;
}

std::string Assemble(const EditList& edits, Bytes input) {
  std::string out;
  for (const Run& run : edits.runs()) {
    const Bytes from =
        run.from == Run::From::kInput ? input : Bytes(edits.arena());
    out += AsText(from.subspan(run.offset, run.size));
  }
  return out;
}

bool IsOriginal(const Element& element) {
  return element.vr == Vr::kSQ || element.vr == Vr::kPN ||
         element.vr == Vr::kDA || element.tag == tags::kSopInstanceUid;
}

// A file whose names, dates, sequences and instance UID went into an envelope.
struct Disguised {
  std::string file;
  std::string content;  // of (0400,0520)
  std::vector<Tag> originals;
};

class EnvelopeTest : public CorpusTest {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<TempFolder>();
    pair_ = MakeRecipient();
    WriteFile(*folder_ / "key.pem", pair_.key_pem);
    WriteFile(*folder_ / "cert.pem", pair_.certificate_pem);
  }
  static void TearDownTestSuite() { folder_.reset(); }

  // Files in every encoding, with sequences and of many kinds: all of them,
  // or one of `every` where other programs have to be started.
  static std::vector<std::string> Files(int every) {
    std::vector<std::string> paths;
    int number = 0;
    for (const CorpusFile& file : CorpusFiles()) {
      for (const std::string_view folder :
           {"by_transfer_syntax/", "charsets/", "multiframe/", "structured/"}) {
        if (file.path.starts_with(folder) && number++ % every == 0) {
          paths.push_back(CorpusPath(file.path));
        }
      }
    }
    return paths;
  }

  static std::string Path(std::string_view name) { return *folder_ / name; }
  static std::string Argument(std::string_view name) {
    return Quoted(Path(name));
  }

  static Disguised Disguise(const Object& object);
  static std::string Restore(const Object& object);

  static std::unique_ptr<TempFolder> folder_;
  static RecipientPair pair_;
};

std::unique_ptr<TempFolder> EnvelopeTest::folder_;
RecipientPair EnvelopeTest::pair_;

Disguised EnvelopeTest::Disguise(const Object& object) {
  Disguised out;
  EditList edits;
  Arena& arena = edits.arena();
  const Encoding encoding = object.index.encoding();
  AppendPrefix(arena, object.facts.sop_class_uid, "2.25.1",
               object.prefix.syntax.uid);
  edits.PutArena(0, arena.size());
  PatchList patches;
  patches.Reset(object.elements(), encoding);
  const auto add = [&](Tag tag, Vr vr, std::string_view value) {
    const std::uint64_t begin = arena.size();
    AppendElement(arena, tag, vr, value, encoding);
    patches.Add(tag, begin, arena.size() - begin);
  };
  if (!CollectFacts(object.index, object.memory()).sop_instance_uid.empty()) {
    add(tags::kSopInstanceUid, Vr::kUI, "2.25.1");
  }
  add(tags::kPatientIdentityRemoved, Vr::kCS, "YES");
  add(tags::kDeidentificationMethod, Vr::kLO, "made up");

  std::vector<std::uint32_t> originals;
  for (std::uint32_t i = 0; i < object.elements().size();) {
    const Element& element = object.elements()[i];
    if (element.parent != kNoElement) {
      ++i;
      continue;
    }
    const bool original = IsOriginal(element);
    if (original) originals.push_back(i);
    if (original) out.originals.push_back(element.tag);
    if (original || element.tag.is_group_length() || IsMark(element.tag)) {
      patches.Remove(i);
      i = element.next;
    } else {
      ++i;
    }
  }
  Recipients recipients;
  EXPECT_EQ(recipients.Add(pair_.certificate_pem), "");
  const std::uint64_t begin = arena.size();
  EXPECT_EQ(OriginalsEncrypter().Append(object.index, object.memory(),
                                        originals, recipients, encoding, arena),
            Error::kOk);
  patches.Add(tags::kEncryptedAttributesSequence, begin, arena.size() - begin);
  patches.Settle();
  EXPECT_EQ(Emitter().Emit(object.index, patches, edits), Error::kOk);
  out.file = Assemble(edits, object.memory());

  const Object disguised(out.file);
  EXPECT_TRUE(disguised.good);
  for (const Element& element : disguised.elements()) {
    if (element.tag == tags::kEncryptedContent) {
      out.content = AsText(LoadedValue(element, disguised.memory()));
    }
  }
  return out;
}

// Empty when it cannot be.
std::string EnvelopeTest::Restore(const Object& object) {
  RecipientKey key;
  EXPECT_EQ(key.Read(pair_.key_pem, pair_.certificate_pem), "");
  ReidentifyInput input;
  input.index = &object.index;
  input.memory = object.memory();
  input.facts = object.facts;
  input.syntax = object.prefix.syntax;
  input.key = &key;
  EditList edits;
  const bool restored = Reidentify(input, edits) == ReidentifyResult::kOk;
  return restored ? Assemble(edits, object.memory()) : "";
}

// Objects that can be disguised: with something to hide, in order.
bool IsPlain(const Object& object) {
  bool original = false;
  for (const Element& element : object.elements()) {
    if (element.has(Element::kUnordered)) return false;
    original |= element.parent == kNoElement && IsOriginal(element);
  }
  return object.good && original && !object.index.unordered();
}

TEST_F(EnvelopeTest, OpensslAndItsReadersOpenOurs) {
  for (const char* program : {"openssl", "dcmdump", "gdcmdump"}) {
    if (!HasProgram(program)) GTEST_SKIP() << program << " is not installed";
  }
  int opened = 0;
  for (const std::string& path : Files(3)) {
    const Object object(ReadFile(path));
    if (!IsPlain(object)) continue;
    const Disguised disguised = Disguise(object);
    WriteFile(Path("content.der"), disguised.content);
    EXPECT_EQ(RunCommand("openssl cms -decrypt -inform DER -in " +
                         Argument("content.der") + " -inkey " +
                         Argument("key.pem") + " -recip " +
                         Argument("cert.pem") + " -out " + Argument("plain"))
                  .status,
              0)
        << path;
    const CommandResult dump = RunCommand("dcmdump -q -f " + Argument("plain"));
    EXPECT_EQ(dump.status, 0) << path;
    for (const Tag tag : disguised.originals) {
      std::string shown = TagText(tag);
      for (char& c : shown) c = static_cast<char>(std::tolower(c));
      EXPECT_NE(dump.output.find("\n    " + shown), std::string::npos)
          << path << ' ' << shown;
    }
    // GDCM takes no data set that begins with such a tag but in a file.
    Arena file;
    AppendPrefix(file, "1.2.3", "1.2.3",
                 transfer_syntax::kExplicitVrLittleEndian);
    AppendBytes(file, AsBytes(ReadFile(Path("plain"))));
    WriteFile(Path("plain.dcm"), file);
    EXPECT_EQ(RunCommand("gdcmdump " + Argument("plain.dcm")).status, 0)
        << path;
    ++opened;
  }
  EXPECT_GT(opened, 40);
}

TEST_F(EnvelopeTest, GdcmanonOpensOurs) {
  if (!HasProgram("gdcmanon")) GTEST_SKIP() << "gdcmanon is not installed";
  int opened = 0;
  for (const std::string& path : Files(3)) {
    const Object object(ReadFile(path));
    if (!IsPlain(object)) continue;
    WriteFile(Path("ours.dcm"), Disguise(object).file);
    // It refuses many SOP classes and transfer syntaxes, encrypted or not.
    if (RunCommand("gdcmanon -d -k " + Argument("key.pem") + " -i " +
                   Argument("ours.dcm") + " -o " + Argument("theirs.dcm"))
            .status != 0) {
      continue;
    }
    const Object restored(ReadFile(Path("theirs.dcm")));
    EXPECT_EQ(Differences(Values(restored), Values(object)), 0u) << path;
    ++opened;
  }
  EXPECT_GT(opened, 30);
}

TEST_F(EnvelopeTest, WeOpenOurs) {
  int opened = 0;
  for (const std::string& path : Files(1)) {
    const Object object(ReadFile(path));
    if (!IsPlain(object)) continue;
    const Object restored(Restore(Object(Disguise(object).file)));
    EXPECT_TRUE(restored.good) << path;
    EXPECT_EQ(Differences(Values(restored), Values(object)), 0u) << path;
    ++opened;
  }
  EXPECT_GT(opened, 100);
}

TEST_F(EnvelopeTest, WeOpenThoseOfGdcmanon) {
  if (!HasProgram("gdcmanon")) GTEST_SKIP() << "gdcmanon is not installed";
  int opened = 0;
  for (const std::string& path : Files(3)) {
    const std::string input = " -i " + Quoted(path) + " -o ";
    if (!Object(ReadFile(path)).good ||
        RunCommand("gdcmanon -e -c " + Argument("cert.pem") + input +
                   Argument("theirs.dcm"))
                .status != 0) {
      continue;
    }
    const Object object(ReadFile(Path("theirs.dcm")));
    ASSERT_TRUE(object.good) << path;
    const Object restored(Restore(object));
    EXPECT_TRUE(restored.good) << path;
    EXPECT_EQ(RunCommand("gdcmanon -d -k " + Argument("key.pem") + " -i " +
                         Argument("theirs.dcm") + " -o " + Argument("back.dcm"))
                  .status,
              0)
        << path;
    const Object want(ReadFile(Path("back.dcm")));
    EXPECT_GT(Differences(Values(object), Values(want)), 0u) << path;
    EXPECT_EQ(Differences(Values(restored), Values(want)), 0u) << path;
    ++opened;
  }
  EXPECT_GT(opened, 30);
}

}  // namespace
}  // namespace dcmscrub
