package io.flinkarrow.benchmark.contestant;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What one written file cost its process.
 *
 * @param cpuNanos of all threads of the process
 * @param allocatedBytes on the Java heap
 * @param addedResidentBytes peak resident memory above what was resident before; -1 if unknown
 * @param retainedBytes the most that the writer held after a batch; -1 if it cannot tell
 */
public record WriteResult(
    long cpuNanos,
    long wallNanos,
    long allocatedBytes,
    long addedResidentBytes,
    long retainedBytes,
    long fileBytes) {

  /** One line of numbers. */
  public String encoded() {
    return LongStream.of(
            cpuNanos, wallNanos, allocatedBytes, addedResidentBytes, retainedBytes, fileBytes)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(" "));
  }

  public static WriteResult decoded(String line) {
    long[] numbers = Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
    if (numbers.length != 6) {
      throw new IllegalArgumentException("A result has 6 numbers, but this came: " + line);
    }
    return new WriteResult(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
  }
}
