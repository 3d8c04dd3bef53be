package io.flinkarrow.examples;

import java.io.PrintStream;
import java.util.LongSummaryStatistics;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;

/** What the footers of the part files say, for people. */
final class FooterReport {

  private FooterReport() {}

  static void print(PrintStream out, FlightsInput input, PartFiles files, double seconds) {
    LongSummaryStatistics rows =
        files.footers().stream().mapToLong(FileMetaData::getNum_rows).summaryStatistics();
    int rowGroups = files.footers().stream().mapToInt(FileMetaData::getRow_groupsSize).sum();
    out.printf("  part files   %,11d%n", files.count());
    out.printf("  row groups   %,11d%n", rowGroups);
    out.printf("  rows         %,11d%n", rows.getSum());
    out.printf("  Arrow in     %,11d bytes%n", input.arrowBytes());
    out.printf(
        "  Parquet out  %,11d bytes, footers included   %s%n",
        files.bytes(), ratio(input.arrowBytes(), files.bytes()));
    out.printf("  time         %11.1f s%n%n", seconds);

    out.printf(
        "  %-9s %-7s %10s %12s %9s   %s%n",
        "column", "type", "Arrow in", "Parquet out", "ratio", "encodings");
    for (FlightsInput.Column column : input.columns()) {
      printColumn(out, column, files);
    }
    out.println();
  }

  private static void printColumn(PrintStream out, FlightsInput.Column column, PartFiles files) {
    Set<Encoding> encodings = new TreeSet<>();
    Set<String> types = new TreeSet<>();
    long bytes = 0;
    for (ColumnMetaData chunk : chunks(files, column.name()).toList()) {
      encodings.addAll(chunk.getEncodings());
      types.add(chunk.getType().name());
      bytes += chunk.getTotal_compressed_size();
    }
    out.printf(
        "  %-9s %-7s %,10d %,12d %9s   %s%n",
        column.name(),
        String.join(" ", types),
        column.arrowBytes(),
        bytes,
        ratio(column.arrowBytes(), bytes),
        encodings.stream().map(Encoding::name).collect(Collectors.joining(", ")));
  }

  private static Stream<ColumnMetaData> chunks(PartFiles files, String path) {
    return files.footers().stream()
        .flatMap(footer -> footer.getRow_groups().stream())
        .flatMap(rowGroup -> rowGroup.getColumns().stream())
        .map(ColumnChunk::getMeta_data)
        .filter(chunk -> String.join(".", chunk.getPath_in_schema()).equals(path));
  }

  private static String ratio(long in, long out) {
    return out == 0 ? "" : "%.1f : 1".formatted((double) in / out);
  }
}
