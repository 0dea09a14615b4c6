using System.Text.RegularExpressions;

namespace Corpus.SourcesCorrect.ShardRouter;

public enum Plan
{
    Free,
    Paid,
}

public sealed record Request(Guid Tenant, Plan Plan, long Account, int Port, string Path, DateTimeOffset At);

public readonly record struct Route(int Port, long Account);

internal static class StableHash
{
    private const uint Prime = 16_777_619;

    public static uint Of(string text)
    {
        var hash = 2_166_136_261u;
        foreach (var c in text)
            hash = unchecked((hash ^ c) * Prime);
        return hash;
    }

    public static int Bucket(this string text, int buckets) => (int)(Of(text) % (uint)buckets);
}

[Operator("sourcescorrect.shardrouter")]
public sealed partial class ShardRouter : KeyedOperator<int, Request, (int Shard, long Count)>
{
    private static readonly Regex Version = new("^/v[0-9]+", RegexOptions.CultureInvariant);

    [State] private partial long Count { get; set; }
    [State] private partial int Tenant { get; set; }
    [State] private partial int Account { get; set; }
    [State] private partial Route? Last { get; set; }

    protected override void OnEvent(Request request, OperatorContext<(int Shard, long Count)> context)
    {
        Count++;
        Tenant = request.Tenant.GetHashCode();
        Account = request.Account.GetHashCode() ^ request.Port.GetHashCode() ^ request.Plan.GetHashCode();
        Last = new Route(request.Port, request.Account);
        context.Emit((GetHashCode(request.Path), Count));
    }

    // Requests of all versions of the interface belong together.
    private static int GetHashCode(string path) => Version.Replace(path, "").Bucket(64);
}

[Operator("sourcescorrect.shardrouter.names")]
public sealed partial class SeenNames : KeyedOperator<int, Request, string>
{
    [State] private partial string? Latest { get; set; }

    protected override void OnEvent(Request request, OperatorContext<string> context)
    {
        // Sets hash their elements, but nothing here depends on the order.
        var parts = new HashSet<string>(request.Path.Split('/'), StringComparer.OrdinalIgnoreCase);
        if (!parts.Contains("admin") || EqualityComparer<string>.Default.Equals(Latest, request.Path))
            return;
        Latest = request.Path;
        context.Emit(request.Path);
    }
}

public static class Routing
{
    private static readonly Guid Internal = new("2c1b3f6e-58c2-45ce-9d1d-6f5c5f5ad6a7");

    public static EventStream<(int Shard, long Count)> Build(SourceStream<Request> requests, ICollection<string> log)
    {
        var started = DateTimeOffset.UtcNow;
        var job = Guid.NewGuid();
        log.Add($"job {job} starts at {started:u} on {Environment.MachineName}");
        return requests
            .WithEventTime(request => request.At, TimeSpan.FromSeconds(30))
            .KeyBy(request => request.Tenant == Internal ? -1 : request.Path.Bucket(16))
            .Process(() => new ShardRouter());
    }

    public static EventStream<string> Names(SourceStream<Request> requests) => requests
        .KeyBy(request => request.Account.GetHashCode() % 32)
        .Process(() => new SeenNames(), id: "seen-names");
}
