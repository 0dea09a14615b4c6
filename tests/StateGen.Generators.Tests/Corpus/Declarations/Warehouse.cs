using System.Collections.Immutable;
using StateGen.RocksDb;

namespace Corpus.Declarations.Warehouse;

public sealed record Pallet(string Code, string Article, int Boxes);

public sealed record Shelf(int Level, ImmutableDictionary<string, int> Articles);

[Operator("declarations.warehouse", Backend = typeof(RocksDbBackend))]
public sealed partial class Warehouse : KeyedOperator<string, Pallet, int>
{
    [State] private partial int Boxes { get; set; }
    [State] private partial ImmutableList<string>? Codes { get; set; } // expect: SG3002
    [State] private partial Shelf? Top { get; set; } // expect: SG3002
    [State(Copy = true)] private partial Dictionary<string, int>? Articles { get; set; } // expect: SG3002
    [State] private partial (int Count, ImmutableHashSet<int> Sizes)? Sizes { get; set; } // expect: SG3002
    [State] private partial ReadOnlyMemory<byte> Label { get; set; }

    protected override void OnEvent(Pallet pallet, OperatorContext<int> context)
    {
        Boxes += pallet.Boxes;
        Codes = (Codes ?? []).Add(pallet.Code);
        var articles = Articles ?? [];
        articles[pallet.Article] = articles.GetValueOrDefault(pallet.Article) + pallet.Boxes;
        Articles = articles;
        if (Boxes > 1_000)
            ClearState();
        else
            context.Emit(Boxes);
    }
}

[Operator("declarations.warehouse.docks", Backend = typeof(RocksDbOptions))] // expect: SG3007
public sealed partial class Docks : KeyedOperator<int, Pallet, int>
{
    [State] private partial int Unloaded { get; set; }

    protected override void OnEvent(Pallet pallet, OperatorContext<int> context) => context.Emit(Unloaded += pallet.Boxes);
}

public static class WarehouseJob
{
    public static Task<JobResult> RunAsync(KeyedStream<string, Pallet> pallets, ISink<int> boxes) => pallets
        .Process(() => new Warehouse())
        .To(boxes)
        .RunAsync(new PipelineOptions { JobId = "warehouse", CheckpointTo = "checkpoints/" }); // expect: SG3001

    public static async Task RunInMemoryAsync(KeyedStream<string, Pallet> pallets, ISink<int> boxes)
    {
        var pipeline = pallets.Process(() => new Warehouse()).To(boxes);
        await pipeline.RunAsync(new PipelineOptions
        {
            JobId = "warehouse-test",
            Backend = MemoryBackend.Default, // expect: SG3001
        });
    }
}
