using System.Collections.Immutable;
using StateGen.RocksDb;

namespace Corpus.DeclarationsCorrect.Warehouse;

public sealed record Pallet(string Code, string Article, int Boxes);

public sealed record Dimensions(int Width, int Depth, ReadOnlyMemory<byte> Drawing);

[Operator("declarationscorrect.warehouse", Backend = typeof(RocksDbBackend))]
public sealed partial class Warehouse : KeyedOperator<string, Pallet, int>
{
    [State] private partial int Boxes { get; set; }
    [State] private partial string? Zone { get; set; }
    [State] private partial Dimensions? Size { get; set; }
    [State] private partial (int Row, int Level)? Place { get; set; }
    [State, Ttl(Days = 90)] private partial MapState<string, int> Articles { get; }
    [State, Ttl(Days = 90)] private partial ListState<string> Codes { get; }

    protected override void OnEvent(Pallet pallet, OperatorContext<int> context)
    {
        Boxes += pallet.Boxes;
        Zone ??= pallet.Article[..1];
        Place ??= (pallet.Code.Length, 1);
        Articles[pallet.Article] = Articles.GetValueOrDefault(pallet.Article) + pallet.Boxes;
        Codes.Add(pallet.Code);
        context.Emit(Boxes);
    }
}

[Operator("declarationscorrect.warehouse.picks", Backend = typeof(MemoryBackend))]
public sealed partial class Picks : KeyedOperator<string, Pallet, int>
{
    [State] private partial ImmutableQueue<string>? Pending { get; set; }

    protected override void OnEvent(Pallet pallet, OperatorContext<int> context)
    {
        var pending = (Pending ?? []).Enqueue(pallet.Code);
        Pending = pallet.Boxes == 0 ? pending.Dequeue() : pending;
        context.Emit(pallet.Boxes);
    }
}

public static class WarehouseJobs
{
    public static Task<JobResult> RunAsync(KeyedStream<string, Pallet> pallets, ISink<int> boxes) => pallets
        .Process(() => new Picks())
        .To(boxes)
        .RunAsync(new PipelineOptions { JobId = "picks", Backend = MemoryBackend.Default });
}
