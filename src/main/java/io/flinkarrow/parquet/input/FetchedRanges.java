package io.flinkarrow.parquet.input;

import io.flinkarrow.parquet.input.ChunkInput.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.annotation.Nullable;

/**
 * Ranges of a file that were read together and are on the heap. Neighbours are one request, because
 * a store takes longer to answer than to send what lies between them. Immutable; what it lends is
 * never overwritten.
 */
public final class FetchedRanges {

  /** Of a file, behind {@code start} and before {@code end}. */
  public record Range(long start, long end) {

    public long length() {
      return end - start;
    }
  }

  /** What object stores answer efficiently. */
  public static final int MAXIMUM_REQUEST = 8 << 20;

  /** What a store sends while another request would be on its way. */
  private static final int MAXIMUM_GAP = 256 << 10;

  private record Fetched(Range range, byte[] bytes) {}

  private final List<Fetched> fetched;

  private FetchedRanges(List<Fetched> fetched) {
    this.fetched = fetched;
  }

  /** The bytes that fetching takes, those between neighbours among them. */
  public static long bytes(List<Range> ranges) {
    return requests(ranges).stream().mapToLong(Range::length).sum();
  }

  /** Heap bytes of all that was fetched. */
  public long retainedBytes() {
    return fetched.stream().mapToLong(each -> each.bytes().length).sum();
  }

  /** Reads ranges, in any order. */
  public static FetchedRanges of(ParquetInput file, List<Range> ranges) throws IOException {
    List<Fetched> fetched = new ArrayList<>();
    for (Range request : requests(ranges)) {
      fetched.add(
          new Fetched(request, file.read(request.start(), Math.toIntExact(request.length()))));
    }
    return new FetchedRanges(fetched);
  }

  private static List<Range> requests(List<Range> ranges) {
    List<Range> requests = new ArrayList<>();
    Range open = null;
    for (Range next : ranges.stream().sorted(Comparator.comparingLong(Range::start)).toList()) {
      if (open != null
          && next.start() - open.end() <= MAXIMUM_GAP
          && next.end() - open.start() <= MAXIMUM_REQUEST) {
        open = new Range(open.start(), Math.max(open.end(), next.end()));
        requests.set(requests.size() - 1, open);
      } else {
        open = next;
        requests.add(open);
      }
    }
    return requests;
  }

  /** What was fetched from a position on, at least one byte; null if that was not. */
  @Nullable
  public Bytes from(long position) {
    for (Fetched each : fetched) {
      Range range = each.range();
      if (position >= range.start() && position < range.end()) {
        int offset = (int) (position - range.start());
        return new Bytes(each.bytes(), offset, each.bytes().length - offset);
      }
    }
    return null;
  }
}
