package io.flinkarrow.parquet;

import java.util.Optional;

/** Which files can be left unfinished. */
final class Continuity {

  private Continuity() {}

  /** Why those of some options cannot. */
  static Optional<String> obstacle(FilePlan plan) {
    WriterOptions options = plan.options();
    if (options.isEncrypted()) {
      return Optional.of(
          "An encrypted file cannot be left unfinished, because its keys would have to be kept with"
              + " it: finish it, or write it without encryption");
    }
    return options.fileChecksums()
        ? Optional.of(
            "A file with fileChecksums cannot be left unfinished, because a SHA-256 cannot be kept"
                + " half done: finish it, or write it without fileChecksums")
        : Optional.empty();
  }

  static void require(FilePlan plan) {
    obstacle(plan)
        .ifPresent(
            why -> {
              throw new UnsupportedOperationException(why);
            });
  }
}
