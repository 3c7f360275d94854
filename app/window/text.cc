#include "app/window/text.h"

#include <QFile>
#include <QLocale>

namespace dcmscrub {

QString Sentence(const absl::Status& status) {
  const absl::string_view message = status.message();
  QString text =
      QString::fromUtf8(message.data(), static_cast<qsizetype>(message.size()))
          .trimmed();
  if (text.isEmpty()) return QStringLiteral("It did not work.");
  text[0] = text[0].toUpper();
  // Rendered mistakes of rules are lines, not a sentence.
  if (!text.contains('\n') && text.back().isLetterOrNumber()) text += '.';
  return text;
}

QString Grouped(std::uint64_t number) {
  return QLocale(QLocale::English).toString(qulonglong{number});
}

QString Counted(std::uint64_t number, const QString& thing) {
  const QString count = Grouped(number) + ' ' + thing;
  return number == 1 || thing.endsWith(QStringLiteral("series")) ? count
                                                                 : count + 's';
}

QString PathToQt(const std::string& path) {
  return QFile::decodeName(QByteArray::fromStdString(path));
}

std::string PathFromQt(const QString& path) {
  return QFile::encodeName(path).toStdString();
}

}  // namespace dcmscrub
