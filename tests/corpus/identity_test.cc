// No identity value of an input is left in its output: not in any element,
// file meta, preamble or padding, and not where the manifest says that it is
// repeated.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <string>

#include "kernels/core/text.h"
#include "tests/corpus/corpus_run.h"
#include "tests/corpus/views.h"

namespace dcmscrub {
namespace {

// Attributes that identify a person, a place or a machine by their value.
constexpr Tag kIdentifying[] = {
    Tag(0x0008, 0x0050), Tag(0x0008, 0x0080), Tag(0x0008, 0x0081),
    Tag(0x0008, 0x0090), Tag(0x0008, 0x1010), Tag(0x0008, 0x1040),
    Tag(0x0008, 0x1048), Tag(0x0008, 0x1050), Tag(0x0008, 0x1060),
    Tag(0x0008, 0x1070), Tag(0x0010, 0x0010), Tag(0x0010, 0x0020),
    Tag(0x0010, 0x0030), Tag(0x0010, 0x1000), Tag(0x0010, 0x1001),
    Tag(0x0010, 0x1005), Tag(0x0010, 0x1040), Tag(0x0010, 0x1060),
    Tag(0x0010, 0x2154), Tag(0x0018, 0x1000), Tag(0x0020, 0x0010),
    Tag(0x0032, 0x1032), Tag(0x0040, 0xA075), Tag(0x0040, 0xA123),
};

// Shorter ones occur by chance in any header.
constexpr std::size_t kTelling = 5;

std::string Folded(std::string_view text) {
  std::string folded(text);
  std::ranges::transform(folded, folded.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  return folded;
}

void AddParts(std::string_view value, std::string_view separators,
              std::set<std::string>& parts) {
  while (true) {
    const std::size_t cut = value.find_first_of(separators);
    const std::string_view part = TrimPadding(value.substr(0, cut));
    if (part.size() >= kTelling) parts.insert(Folded(part));
    if (cut == std::string_view::npos) return;
    value.remove_prefix(cut + 1);
  }
}

// Values and the components of names, folded to lower case.
std::set<std::string> Identifiers(const IndexedFile& file) {
  std::set<std::string> identifiers;
  for (const Element& element : file.elements()) {
    if (std::ranges::find(kIdentifying, element.tag) ==
            std::end(kIdentifying) ||
        element.has(Element::kContainer)) {
      continue;
    }
    const std::string_view value = AsText(file.Value(element));
    AddParts(value, "\\", identifiers);
    if (element.vr == Vr::kPN) AddParts(value, "\\^= ", identifiers);
  }
  return identifiers;
}

// Words that some inputs have for names and that our own constants hold.
bool IsConstantOfOurs(const std::string& identifier) {
  return identifier == "removed" || identifier == "anonymized";
}

// Where a kept value equals or holds an identifier of its own file all the
// same, as the identifier is one common word: docs/residue.md. Everything that
// is not in this list must be gone.
struct Kept {
  std::string_view files;  // beginning of the paths
  std::string_view element;
  std::string_view why;
};
constexpr Kept kKept[] = {
    {"by_transfer_syntax/", "(0008,0008)", "a code that the name equals"},
    {"by_transfer_syntax/", "(5200,9229)/(0018,9329)/(0008,9007)",
     "a code that the name equals"},
    {"vendors/adac/", "(0018,0015)", "a code that the name equals"},
    {"by_transfer_syntax/", "(0018,0015)", "a code that the name equals"},
    {"by_transfer_syntax/", "(0008,0070)", "an institution like its maker"},
    {"malformed/structure/MR_small", "(0008,0070)",
     "an institution like its maker"},
    {"overlays_curves_icons/JPEGwithIcon", "(0008,1090)",
     "an institution like a model"},
    {"phi_rich/global_patient_id", "(0008,0070)",
     "an institution like its maker"},
    {"series/compression_mix/", "(0018,0024)",
     "a phantom of words of the vocabulary"},
    {"series/synthetic_studies/", "(0008,0070)",
     "an institution like its maker"},
    {"structured/dbt/jpeg2k_3d", "(0018,1020)",
     "a version of five digits, which the serial number equals"},
    {"structured/legacy_converted/", "(0018,A001)/(0008,0070)",
     "a word of the maker's name"},
    {"structured/legacy_converted/", "(0018,A001)/(0008,1090)",
     "a word of the model's name"},
    {"structured/rdsr/MG-RDSR-", "(0008,1090)", "a station like its model"},
    {"structured/rdsr/MG-RDSR-", "(0008,0070)", "a station like its maker"},
    {"vendors/fuji/CR-MONO1", "(0008,0070)", "an institution like its maker"},
    {"vendors/ge/DX-Im-GE_XR220", "(0008,1090)", "a station like its model"},
    {"vendors/hitachi/", "(0018,0024)", "a phantom of words of the vocabulary"},
    {"vendors/hyperfine/", "(0018,0024)",
     "a phantom of words of the vocabulary"},
    {"vendors/siemens/dicom2nifti", "(0018,0024)",
     "a phantom of words of the vocabulary"},
    {"vendors/toshiba_canon/", "(0008,1090)", "a station like its model"},
    {"structured/sr/CT-ESR-GE_Optima.dcm", "(0008,1090)",
     "a word of the vocabulary inside a model's name"},
    {"structured/mrs/", "(0008,0070)",
     "a word of the vocabulary inside a maker's name"},
    {"structured/mrs/", "(5200,9229)/(0020,9071)/(0008,2218)/(0008,0104)",
     "an organ's name inside a longer word"},
};

bool MayStay(const std::string& file, const std::string& element) {
  return std::ranges::any_of(kKept, [&](const Kept& kept) {
    return file.starts_with(kept.files) && element == kept.element;
  });
}

class IdentityLeft : public CorpusRunTest {};

TEST_F(IdentityLeft, NowhereInAnyElement) {
  for (const std::string& path : Run().Written()) {
    const auto identifiers = Identifiers(IndexedFile(CorpusPath(path)));
    const IndexedFile out(Run().OutputOf(path));
    for (const Element& element : out.elements()) {
      if (element.has(Element::kContainer) || element.tag == tags::kPixelData) {
        continue;
      }
      const std::string value = Folded(AsText(out.Value(element)));
      for (const std::string& identifier : identifiers) {
        const bool found = value.find(identifier) != std::string::npos &&
                           !IsConstantOfOurs(identifier);
        EXPECT_TRUE(!found || MayStay(path, out.PathOf(element)))
            << path << " " << out.PathOf(element);
      }
    }
  }
}

TEST_F(IdentityLeft, NowhereInPreambleAndFileMeta) {
  for (const std::string& path : Run().Written()) {
    const auto identifiers = Identifiers(IndexedFile(CorpusPath(path)));
    const std::string file = ReadFile(Run().OutputOf(path));
    EXPECT_TRUE(std::all_of(file.begin(), file.begin() + 128, [](char c) {
      return c == 0;
    })) << path;
    const std::size_t meta_end =
        144 +
        Load<std::uint32_t>(AsBytes(file).data() + 140, ByteOrder::kLittle);
    const std::string meta = Folded(file.substr(0, meta_end));
    for (const std::string& identifier : identifiers) {
      EXPECT_EQ(meta.find(identifier), std::string::npos) << path;
    }
  }
}

// "(0040,0275)/(0032,1060)" of the manifest's
// "00400275/00321060(LO)<-00100020".
std::string ManifestPath(const std::string& entry) {
  std::string path;
  const std::string tags = entry.substr(0, entry.find('('));
  for (std::size_t at = 0; at + 8 <= tags.size(); at += 9) {
    std::string tag = tags.substr(at, 8);
    std::ranges::transform(tag, tag.begin(), [](unsigned char c) {
      return static_cast<char>(std::toupper(c));
    });
    path += (path.empty() ? "(" : "/(") + tag.substr(0, 4) + "," +
            tag.substr(4) + ")";
  }
  return path;
}

std::set<std::string> ValuesAt(const IndexedFile& file,
                               const std::string& path) {
  std::set<std::string> values;
  for (const Element& element : file.elements()) {
    if (!element.has(Element::kContainer) && !element.is_item() &&
        file.PathOf(element) == path) {
      values.insert(std::string(TrimPadding(AsText(file.Value(element)))));
    }
  }
  values.erase("");
  return values;
}

// Numbers of one or two digits that an accession number holds as well.
bool IsNumberByChance(const std::string& path) {
  return path == "(0020,0011)" || path == "(0020,0013)";
}

TEST_F(IdentityLeft, NowhereWhereTheManifestSawItRepeated) {
  int checked = 0;
  for (const CorpusFile& row : CorpusFiles()) {
    const auto found = Run().outcomes().find(row.path);
    if (row.identity_repeated_in.empty() || found == Run().outcomes().end() ||
        found->second.outcome != Outcome::kWritten) {
      continue;
    }
    const IndexedFile in(CorpusPath(row.path));
    const IndexedFile out(Run().OutputOf(row.path));
    std::istringstream entries(row.identity_repeated_in);
    for (std::string entry; entries >> entry;) {
      const std::string path = ManifestPath(entry);
      if (MayStay(row.path, path) || IsNumberByChance(path)) continue;
      const std::set<std::string> before = ValuesAt(in, path);
      for (const std::string& value : ValuesAt(out, path)) {
        EXPECT_FALSE(before.contains(value)) << row.path << " " << entry;
      }
      ++checked;
    }
  }
  EXPECT_GT(checked, 150);
}

}  // namespace
}  // namespace dcmscrub
