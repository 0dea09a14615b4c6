namespace Corpus.Sources.ShardRouter;

public sealed record Tenant(string Name, int Plan);

public readonly record struct Endpoint(string Host, int Port);

public sealed record Request(Tenant Tenant, Endpoint Endpoint, string Path, int Bytes);

[Operator("sources.shardrouter")]
public sealed partial class ShardRouter : KeyedOperator<string, Request, (int Shard, long Bytes)>
{
    private const int Shards = 64;

    [State, Ttl(Days = 1)] private partial MapState<int, long> BytesByShard { get; }
    [State] private partial int TenantMark { get; set; }
    [State] private partial int LastRoute { get; set; }

    protected override void OnEvent(Request request, OperatorContext<(int Shard, long Bytes)> context)
    {
        var shard = (request.Path.GetHashCode() & int.MaxValue) % Shards; // expect: SG2010
        var bytes = BytesByShard.GetValueOrDefault(shard) + request.Bytes;
        BytesByShard[shard] = bytes;

        var mark = request.Tenant.GetHashCode(); // expect: SG2010
        if (mark != TenantMark)
            context.Emit((-1, bytes));
        TenantMark = mark;

        var route = (request.Endpoint, request.Path).GetHashCode(); // expect: SG2010
        if (route != LastRoute)
            context.Emit((shard, bytes));
        LastRoute = route;
    }
}

[Operator("sources.shardrouter.cache")]
public sealed partial class CacheSlots : KeyedOperator<string, Request, string>
{
    [State] private partial int Slot { get; set; }
    [State] private partial int Variant { get; set; }
    [State] private partial uint Tag { get; set; }

    protected override void OnEvent(Request request, OperatorContext<string> context)
    {
        Slot = StringComparer.Ordinal.GetHashCode(request.Path) >>> 20; // expect: SG2010
        Variant = EqualityComparer<Endpoint>.Default.GetHashCode(request.Endpoint) % 3; // expect: SG2010
        Tag = unchecked((uint)HashCode.Combine(request.Tenant.Plan, request.Bytes)); // expect: SG2010
        context.Emit($"{Key}/{Slot}/{Variant}/{Tag:x8}/{Fold(request)}");
    }

    private static int Fold(Request request)
    {
        HashCode hash = default;
        foreach (var part in request.Path.Split('/'))
            hash.Add(part.Length);
        hash.Add(request.Bytes);
        return hash.ToHashCode(); // expect: SG2010
    }
}

[Operator("sources.shardrouter.experiments")]
public sealed partial class Experiments : KeyedOperator<string, string, int>
{
    [State] private partial int? Arm { get; set; }
    [State] private partial int Fallback { get; set; }

    protected override void OnEvent(string experiment, OperatorContext<int> context)
    {
        Arm ??= Math.Abs(string.GetHashCode(Key + experiment, StringComparison.OrdinalIgnoreCase)) % 2; // expect: SG2010
        if (experiment.Length == 0)
            Fallback = HashCode.Combine(Key, Arm); // expect: SG2010
        context.Emit(Arm.Value + Fallback);
    }
}
