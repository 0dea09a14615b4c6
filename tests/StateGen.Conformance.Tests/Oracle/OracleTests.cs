using System.Globalization;
using StateGen.TestKit;
using StateGen.TestKit.Backends;

namespace StateGen.Conformance.Tests.Oracle;

/// <summary>Random programs show the same on a backend as in plain dictionaries. A program that does not is printed, as short as it can be made.</summary>
[Trait("Category", "Slow")]
public abstract class OracleTests(BackendUnderTest backend, int programs = 500) : IDisposable
{
    private const int SoakPrograms = 20_000;
    private const int Steps = 200;

    public void Dispose()
    {
        backend.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_random_program_of_records_failures_timers_time_checkpoints_and_rescaling_agrees_with_plain_dictionaries()
    {
        var first = Given("STATEGEN_SEED") ?? Random.Shared.Next(1 << 30);
        var count = Given("STATEGEN_PROGRAMS") ?? TestScale.Of(programs, SoakPrograms);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{count} seeds from {first} (set STATEGEN_SEED to draw the same programs, and STATEGEN_PROGRAMS to draw another number of them)");
        for (var seed = first; seed < first + count; seed++)
        {
            var program = ProgramGenerator.Draw(seed, Steps);
            if (await FindDifferenceAsync(program) is not null)
                Assert.Fail(await DescribeShortestAsync(program));
        }
    }

    private static int? Given(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var given) ? given : null;

    private async Task<string> DescribeShortestAsync(OracleProgram program)
    {
        var shortest = await Shrinker.ShrinkAsync(program, async shorter => await FindDifferenceAsync(shorter) is not null);
        return $"The backend '{backend.Create().Name}' differs from the model:\n{shortest}\n\n{await FindDifferenceAsync(shortest)}";
    }

    private async Task<Difference?> FindDifferenceAsync(OracleProgram program)
    {
        using var run = new OracleRun(backend, program);
        return await run.FindDifferenceAsync();
    }
}
