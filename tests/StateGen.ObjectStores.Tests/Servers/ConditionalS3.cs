using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security;
using System.Text;

namespace StateGen.ObjectStores.Tests.Servers;

/// <summary>
/// A store in this process that speaks as much of the protocol of S3 as the storage needs, and knows the condition that an object is missing. It can lose the answer of
/// the first conditional upload, and break a download.
/// </summary>
public sealed class ConditionalS3 : HttpMessageHandler
{
    private const int PageLength = 1000;
    private readonly ConcurrentDictionary<string, (byte[] Content, string? CommitId)> _objects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<int, byte[]>> _uploads = new(StringComparer.Ordinal);
    private int _lost;
    private int _broken;

    public bool LosesAnswer { get; set; }

    public bool BreaksDownload { get; set; }

    public int OpenUploads => _uploads.Count;

    public IEnumerable<string> Keys => _objects.Keys;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri!;
        var key = Uri.UnescapeDataString(uri.AbsolutePath).TrimStart('/').Split('/', 2) is [_, var name] ? name : "";
        var query = uri.Query.TrimStart('?').Split('&').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair.ElementAtOrDefault(1) ?? ""));
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var response = request.Method.Method switch
        {
            "GET" when query.ContainsKey("list-type") => List(query),
            "GET" or "HEAD" => Get(request, key),
            "PUT" when query.TryGetValue("uploadId", out var id) => PutPart(_uploads[id], int.Parse(query["partNumber"], CultureInfo.InvariantCulture), body),
            "PUT" => Put(request, key, body),
            "POST" when query.ContainsKey("uploads") => Begin(key),
            "POST" => Complete(key, query["uploadId"]),
            "DELETE" when query.TryGetValue("uploadId", out var id) => _uploads.TryRemove(id, out _) ? new(HttpStatusCode.NoContent) : new(HttpStatusCode.NotFound),
            "DELETE" => Delete(key),
            _ => new HttpResponseMessage(HttpStatusCode.MethodNotAllowed),
        };
        response.RequestMessage = request;
        return response;
    }

    private static HttpResponseMessage Xml(string text) => new(HttpStatusCode.OK) { Content = new StringContent(text, Encoding.UTF8, "application/xml") };

    private static HttpResponseMessage Error(HttpStatusCode status, string code) =>
        new(status) { Content = new StringContent($"<Error><Code>{code}</Code><Message>{code}</Message></Error>", Encoding.UTF8, "application/xml") };

    private HttpResponseMessage List(Dictionary<string, string> query)
    {
        var after = query.GetValueOrDefault("continuation-token", "");
        var found = _objects.Keys.Where(key => key.StartsWith(query.GetValueOrDefault("prefix", ""), StringComparison.Ordinal) && string.CompareOrdinal(key, after) > 0)
            .Order(StringComparer.Ordinal).Take(PageLength + 1).ToArray();
        var page = found.Take(PageLength).Select(key => $"<Contents><Key>{SecurityElement.Escape(key)}</Key><Size>0</Size></Contents>");
        var next = found.Length > PageLength ? $"<IsTruncated>true</IsTruncated><NextContinuationToken>{SecurityElement.Escape(found[PageLength - 1])}</NextContinuationToken>" : "<IsTruncated>false</IsTruncated>";
        return Xml($"<ListBucketResult>{next}{string.Concat(page)}</ListBucketResult>");
    }

    private HttpResponseMessage Get(HttpRequestMessage request, string key)
    {
        if (!_objects.TryGetValue(key, out var found))
            return Error(HttpStatusCode.NotFound, "NoSuchKey");
        var start = (int)(request.Headers.Range?.Ranges.First().From ?? 0);
        var content = found.Content[start..];
        var response = new HttpResponseMessage(start == 0 ? HttpStatusCode.OK : HttpStatusCode.PartialContent)
        {
            Content = BreaksDownload && start == 0 && Interlocked.Increment(ref _broken) == 1
                ? new StreamContent(new BrokenStream(content.AsSpan(0, content.Length / 2).ToArray())) { Headers = { ContentLength = content.Length } }
                : new ByteArrayContent(request.Method == HttpMethod.Head ? [] : content),
        };
        response.Headers.ETag = new("\"0-1\"");
        if (found.CommitId is { } id)
            response.Headers.Add("x-amz-meta-stategen-commit", id);
        return response;
    }

    private HttpResponseMessage Put(HttpRequestMessage request, string key, byte[] body)
    {
        var id = request.Headers.TryGetValues("x-amz-meta-stategen-commit", out var values) ? values.Single() : null;
        if (request.Headers.IfNoneMatch.Count == 0)
            _objects[key] = (body, id);
        else if (!_objects.TryAdd(key, (body, id)))
            return Error(HttpStatusCode.PreconditionFailed, "PreconditionFailed");
        else if (LosesAnswer && id is not null && Interlocked.Increment(ref _lost) == 1)
            throw new HttpRequestException("The connection was lost.", new IOException("The connection was lost."));
        return Tagged();
    }

    private static HttpResponseMessage PutPart(ConcurrentDictionary<int, byte[]> parts, int number, byte[] body)
    {
        parts[number] = body;
        return Tagged();
    }

    private static HttpResponseMessage Tagged()
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent([]) };
        response.Headers.ETag = new("\"0-1\"");
        return response;
    }

    private HttpResponseMessage Begin(string key)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"upload-{_uploads.Count}-{key.Length}");
        Assert.True(_uploads.TryAdd(id, new()));
        return Xml($"<InitiateMultipartUploadResult><UploadId>{id}</UploadId></InitiateMultipartUploadResult>");
    }

    private HttpResponseMessage Complete(string key, string id)
    {
        Assert.True(_uploads.TryRemove(id, out var parts));
        _objects[key] = ([.. parts.OrderBy(part => part.Key).SelectMany(part => part.Value)], null);
        return Xml("<CompleteMultipartUploadResult><ETag>1</ETag></CompleteMultipartUploadResult>");
    }

    private HttpResponseMessage Delete(string key)
    {
        _objects.TryRemove(key, out _);
        return new(HttpStatusCode.NoContent);
    }

    /// <summary>A download that breaks at its end.</summary>
    private sealed class BrokenStream(byte[] content) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position == Length ? throw new IOException("The connection was lost.") : base.ReadAsync(buffer, cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => Position == Length ? throw new IOException("The connection was lost.") : base.Read(buffer, offset, count);
    }
}
