package io.flinkarrow.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;

/** Changes what a file says of itself and leaves the values as they are. */
final class RewrittenFooter {

  private RewrittenFooter() {}

  static void rewrite(Path file, Consumer<FileMetaData> change) throws IOException {
    PlainFile plain = PlainFile.of(Files.readAllBytes(file));
    change.accept(plain.footer());
    Files.write(file, plain.with(plain.footer()));
  }

  /** Changes the header of the first page. */
  static void rewriteFirstPage(Path file, UnaryOperator<PageHeader> change) throws IOException {
    PlainFile plain = PlainFile.of(Files.readAllBytes(file));
    PlainFile.Page first = plain.pages().get(0);
    Files.write(file, plain.with(first, change.apply(first.header())));
  }
}
