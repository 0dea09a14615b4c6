using FsCheck;
using FsCheck.Fluent;
using StateGen.Checkpoints;

namespace StateGen.Tests.Checkpoints;

/// <summary>Checkpoints that share files at random, discarded in a random order, against the set of files that must remain.</summary>
public sealed class RetentionPropertyTests
{
    [Fact]
    public void In_every_order_of_discarding_a_file_lives_exactly_as_long_as_a_checkpoint_names_it()
    {
        var plans =
            from seed in Gen.Choose(0, int.MaxValue - 1)
            from checkpoints in Gen.Choose(1, 7)
            select (seed, checkpoints);
        Prop.ForAll(plans.ToArbitrary(), plan => HoldsAsync(new Random(plan.seed), plan.checkpoints).GetAwaiter().GetResult())
            .QuickCheckThrowOnFailure();
    }

    private static async Task<bool> HoldsAsync(Random random, int checkpoints)
    {
        using var storage = new MemoryCheckpointStorage();
        var store = await CheckpointStore.OpenAsync(storage, "delays");
        var living = new Dictionary<long, CheckpointManifest>();
        for (var i = 0; i < checkpoints; i++)
            await TakeAsync(store, living, random);
        var order = living.Keys.ToArray();
        random.Shuffle(order);
        var holds = await MatchesAsync(storage, living);
        foreach (var checkpointId in order)
        {
            await store.DiscardAsync(checkpointId);
            living.Remove(checkpointId);
            store = random.Next(2) == 0 ? store : await CheckpointStore.OpenAsync(storage, "delays");
            holds &= await MatchesAsync(storage, living);
        }

        return holds;
    }

    private static async Task TakeAsync(CheckpointStore store, Dictionary<long, CheckpointManifest> living, Random random)
    {
        await using var attempt = store.Begin(store.NextCheckpointId);
        for (var i = random.Next(4); i > 0; i--)
            await attempt.WriteAsync($"{i}.sst", (stream, token) => stream.WriteAsync(new byte[i], token).AsTask());
        var older = living.Values.SelectMany(manifest => manifest.Files).Distinct().Where(_ => random.Next(2) == 0);
        var manifest = Manifests.Of(attempt, [.. older]);
        await attempt.CompleteAsync(manifest);
        living.Add(manifest.CheckpointId, manifest);
    }

    private static async Task<bool> MatchesAsync(MemoryCheckpointStorage storage, Dictionary<long, CheckpointManifest> living)
    {
        var expected = living.Values.SelectMany(manifest => manifest.Files).Select(file => file.Path).Distinct(StringComparer.Ordinal);
        return (await storage.ListAsync("chk-")).SequenceEqual(expected.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }
}
