using StateGen.TestKit.Backends;

namespace StateGen.Conformance.Tests.Oracle;

/// <summary>The oracle finds a backend that is wrong, and says in a few lines how to see it.</summary>
public sealed class ShrinkerTests
{
    private const int Seed = 7;
    private const int Steps = 200;

    [Fact]
    public async Task A_time_to_live_that_is_off_by_one_is_found_and_shown_in_a_few_steps()
    {
        using var backend = new MemoryUnderTest();
        var program = await FindAsync(seed => ProgramGenerator.Draw(seed, Steps), FailsAsync);

        var shortest = await Shrinker.ShrinkAsync(program, FailsAsync);

        Assert.True(await FailsAsync(shortest));
        Assert.InRange(shortest.Steps.Count, 2, 4);
        Assert.All(shortest.Steps.OfType<Step.Batch>(), batch => Assert.Single(Assert.Single(batch.Arrivals).Commands));
        Assert.StartsWith($"// seed {program.Seed}, {shortest.Steps.Count} steps", shortest.ToString(), StringComparison.Ordinal);
        Assert.Matches(@"time\.Milliseconds = |AdvanceWatermark\(", shortest.ToString());

        async Task<bool> FailsAsync(OracleProgram candidate)
        {
            using var run = new OracleRun(backend, candidate, OracleModel.TimeToLive + 1);
            return await run.FindDifferenceAsync() is not null;
        }
    }

    [Fact]
    public async Task A_program_is_shortened_to_the_steps_that_matter()
    {
        var program = new OracleProgram(Seed, [], [.. Enumerable.Range(0, Steps).Select(index => new Step.Watermark(index))]);
        var shortest = await Shrinker.ShrinkAsync(program, HasBothAsync);
        Assert.Equal([new Step.Watermark(50), new Step.Watermark(51), new Step.Watermark(150)], shortest.Steps);

        static Task<bool> HasBothAsync(OracleProgram candidate) =>
            Task.FromResult(((long[])[50, 51, 150]).All(index => candidate.Steps.Contains(new Step.Watermark(index))));
    }

    [Fact]
    public void A_seed_always_draws_the_same_program()
    {
        Assert.Equal(ProgramGenerator.Draw(Seed, Steps).ToString(), ProgramGenerator.Draw(Seed, Steps).ToString());
        Assert.NotEqual(ProgramGenerator.Draw(Seed, Steps).ToString(), ProgramGenerator.Draw(Seed + 1, Steps).ToString());
    }

    private static async Task<OracleProgram> FindAsync(Func<int, OracleProgram> draw, Func<OracleProgram, Task<bool>> fails)
    {
        for (var seed = Seed; seed < Seed + 20; seed++)
        {
            if (await fails(draw(seed)))
                return draw(seed);
        }

        throw new InvalidOperationException("No program shows the difference.");
    }
}
