package io.flinkarrow.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;

/**
 * Stands between clients and an S3 server. It notes what clients ask for, and can keep one of them
 * waiting where it stands, so that a test can kill it there. While the server is down, requests get
 * no answer.
 */
public final class S3Gate implements AutoCloseable {

  /** What a request is for, as far as its method and its parameters tell. */
  public enum Operation {
    BEGIN_UPLOAD,
    UPLOAD_PART,
    COMPLETE_UPLOAD,
    ABORT_UPLOAD,
    PUT,
    GET,
    HEAD,
    LIST,
    DELETE
  }

  /**
   * One request.
   *
   * @param key the object's, empty if it is about the bucket
   */
  public record Request(Operation operation, String key, int bytes) {}

  /** On which side of the server a request is kept waiting. */
  public enum Moment {
    /** The server never hears of it. */
    BEFORE_THE_SERVER,
    /** The server has done it, and the client never hears of that. */
    AFTER_THE_SERVER
  }

  /** The next request that matches is kept waiting, and never gets an answer. */
  public static final class Hold {
    private final Predicate<Request> which;
    private final Moment moment;
    private final CountDownLatch caught = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    private Hold(Predicate<Request> which, Moment moment) {
      this.which = which;
      this.moment = moment;
    }

    /** Whether a request waits. */
    public boolean hasCaught() {
      return caught.getCount() == 0;
    }

    /** Closes the connection of the request that waits. */
    public void release() {
      released.countDown();
    }
  }

  static {
    // Otherwise each answer takes 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final Set<Operation> READS = Set.of(Operation.GET, Operation.HEAD, Operation.LIST);

  private static final Set<String> NOT_PASSED_ON =
      Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

  private final URI server;
  private final HttpServer gate;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Request> requests = new ArrayList<>();
  private final ReadWriteLock writing = new ReentrantReadWriteLock();
  private Hold next;

  private S3Gate(URI server, HttpServer gate) {
    this.server = server;
    this.gate = gate;
  }

  public static S3Gate to(URI server) throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    S3Gate gate = new S3Gate(server, http);
    http.setExecutor(gate.threads);
    http.createContext("/", gate::pass);
    http.start();
    return gate;
  }

  /** Where clients find the gate. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + gate.getAddress().getPort());
  }

  /** All requests so far, in the order in which they came. */
  public synchronized List<Request> requests() {
    return List.copyOf(requests);
  }

  public synchronized Hold holdNext(Predicate<Request> which, Moment moment) {
    next = new Hold(which, moment);
    return next;
  }

  /**
   * Does something to the server, such as killing it, while it writes nothing. S3 takes a part, and
   * completes an upload, wholly or not at all. s3proxy, if it dies over one, may lose parts, or
   * leave a piece of one and then refuse to complete the upload for ever.
   */
  public void betweenWrites(Runnable action) {
    writing.writeLock().lock();
    try {
      action.run();
    } finally {
      writing.writeLock().unlock();
    }
  }

  @Override
  public void close() {
    gate.stop(0);
    threads.shutdownNow();
  }

  private void pass(HttpExchange exchange) {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Request request = request(exchange, body.length);
      Hold hold = note(request);
      if (hold != null && hold.moment == Moment.BEFORE_THE_SERVER) {
        await(hold);
        return;
      }
      HttpResponse<byte[]> response;
      try {
        response =
            READS.contains(request.operation()) ? ask(exchange, body) : write(exchange, body);
      } catch (IOException e) {
        holdAnother(hold);
        throw e;
      }
      if (hold != null) {
        await(hold);
        return;
      }
      answer(exchange, request, response);
    } catch (IOException e) {
      return; // the server or the client is gone; the other one notices by the connection
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Hold note(Request request) {
    requests.add(request);
    Hold hold = next;
    if (hold == null || !hold.which.test(request)) {
      return null;
    }
    next = null;
    return hold;
  }

  /** The server has not done what the request asked for, so the client's next attempt is held. */
  private synchronized void holdAnother(Hold hold) {
    if (next == null) {
      next = hold;
    }
  }

  private static void await(Hold hold) throws InterruptedException {
    hold.caught.countDown();
    hold.released.await();
  }

  private HttpResponse<byte[]> write(HttpExchange exchange, byte[] body)
      throws IOException, InterruptedException {
    writing.readLock().lock();
    try {
      return ask(exchange, body);
    } finally {
      writing.readLock().unlock();
    }
  }

  private HttpResponse<byte[]> ask(HttpExchange exchange, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(server.toString() + exchange.getRequestURI().toASCIIString()))
            .method(
                exchange.getRequestMethod(),
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static void answer(HttpExchange exchange, Request request, HttpResponse<byte[]> response)
      throws IOException {
    boolean head = request.operation() == Operation.HEAD;
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!NOT_PASSED_ON.contains(name) || (head && name.equals("content-length"))) {
                exchange.getResponseHeaders().put(name, values);
              }
            });
    byte[] body = asS3Says(request, response);
    exchange.sendResponseHeaders(
        response.statusCode(), head || body.length == 0 ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }

  /**
   * Of an upload that is complete already, s3proxy says that there is no such key. S3 says that
   * there is no such upload, and flink-s3-fs-native relies on it.
   */
  private static byte[] asS3Says(Request request, HttpResponse<byte[]> response) {
    if (request.operation() != Operation.COMPLETE_UPLOAD || response.statusCode() != 404) {
      return response.body();
    }
    return new String(response.body(), StandardCharsets.UTF_8)
        .replace("NoSuchKey", "NoSuchUpload")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static Request request(HttpExchange exchange, int bytes) {
    String[] path = exchange.getRequestURI().getPath().split("/", 3);
    String key = path.length < 3 ? "" : path[2];
    String query = exchange.getRequestURI().getRawQuery();
    Set<String> parameters =
        query == null ? Set.of() : Set.of(query.replaceAll("=[^&]*", "").split("&")); // their names
    return new Request(operation(exchange.getRequestMethod(), key, parameters), key, bytes);
  }

  private static Operation operation(String method, String key, Set<String> parameters) {
    boolean upload = parameters.contains("uploadId");
    return switch (method) {
      case "GET" -> key.isEmpty() ? Operation.LIST : Operation.GET;
      case "HEAD" -> Operation.HEAD;
      case "PUT" -> upload ? Operation.UPLOAD_PART : Operation.PUT;
      case "DELETE" -> upload ? Operation.ABORT_UPLOAD : Operation.DELETE;
      case "POST" ->
          upload
              ? Operation.COMPLETE_UPLOAD
              : parameters.contains("uploads") ? Operation.BEGIN_UPLOAD : Operation.DELETE;
      default -> throw new IllegalArgumentException("Nothing of S3: " + method);
    };
  }
}
