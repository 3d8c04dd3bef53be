package io.flinkarrow.partition;

/** Why a column can't be partitioned by, and what to do; before the job runs. */
final class RefusedColumn {

  private RefusedColumn() {}

  static IllegalArgumentException noText(PartitionField level, Object type) {
    return refused(
        level,
        type,
        "partitions are made of texts, integers, booleans, dates, decimals and UUIDs, and of timestamps by andTimestamp; convert it");
  }

  static IllegalArgumentException tooLong(PartitionField level, Object type) {
    return refused(
        level,
        type,
        "with such a scale, values have more digits than the name of a directory, which may have %d bytes; convert it"
            .formatted(PathEscaping.MAXIMUM_BYTES));
  }

  static IllegalArgumentException withoutPattern(PartitionField level, Object type) {
    return refused(level, type, "say by which pattern: andTimestamp(name, column, pattern)");
  }

  static IllegalArgumentException noTime(PartitionField level, Object type) {
    return refused(level, type, "a pattern asks for a timestamp or a date");
  }

  static IllegalArgumentException noTimeOfDay(PartitionField level) {
    return new IllegalArgumentException(
        "Column '%s' has dates, but the pattern '%s' of its partitions '%s' asks for the time of the day"
            .formatted(level.column(), level.pattern(), level.name()));
  }

  private static IllegalArgumentException refused(PartitionField level, Object type, String why) {
    return new IllegalArgumentException(
        "Column '%s' of type %s can't be partitioned by: %s".formatted(level.column(), type, why));
  }
}
