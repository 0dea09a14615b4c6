namespace StateGen.Conformance.Tests.Oracle;

/// <summary>A program: what happens to a job, step by step.</summary>
/// <param name="Seed">The seed that it was drawn with.</param>
/// <param name="Steps">The steps.</param>
internal sealed record OracleProgram(int Seed, IReadOnlyList<Step> Steps)
{
    public override string ToString() => $"// seed {Seed}, {Steps.Count} steps\n{string.Join('\n', Steps)}";
}

/// <summary>Draws programs: mostly records of a few keys, so that they meet.</summary>
internal static class ProgramGenerator
{
    private const int MostParallelism = 3;
    private const int MostCommands = 5;
    private const int LargeBatch = 80;

    public static readonly string[] Keys = ["", "1", "11", "111", "\0", "a\0b", "é😀", .. Enumerable.Range(0, 18).Select(number => $"key {number}")];

    public static OracleProgram Draw(int seed, int steps)
    {
        var random = new Random(seed);
        var commands = new CommandGenerator(random);
        return new(seed, [.. Enumerable.Range(0, steps).Select(_ => DrawStep(random, commands))]);
    }

    private static Step DrawStep(Random random, CommandGenerator commands) => random.Next(200) switch
    {
        < 16 => new Step.Watermark(commands.Watermark += random.Next(20)),
        < 30 => new Step.Clock(commands.Clock += random.Next(OracleModel.TimeToLive / 2)),
        < 31 => new Step.Clock(commands.Clock = Math.Max(0, commands.Clock - random.Next(OracleModel.TimeToLive))),
        < 33 => new Step.Save(IsWrittenLater: true),
        < 34 => new Step.Save(IsWrittenLater: false),
        < 35 => new Step.Restore(random.Next(1, MostParallelism + 1)),
        < 37 => new Step.CleanUp(),
        < 38 => DrawBatch(random, commands, random.Next(2, LargeBatch)),
        _ => DrawBatch(random, commands, random.Next(3) == 0 ? random.Next(2, 5) : 1),
    };

    private static Step.Batch DrawBatch(Random random, CommandGenerator commands, int count) =>
        new([.. Enumerable.Range(0, count).Select(_ => new Arrival(DrawKey(random), DrawCommands(random, commands)))]);

    // The first keys are drawn more often than the others.
    private static string DrawKey(Random random) => Keys[Math.Min(random.Next(Keys.Length), random.Next(Keys.Length))];

    private static Command[] DrawCommands(Random random, CommandGenerator commands) =>
        [.. Enumerable.Range(0, random.Next(1, MostCommands)).Select(_ => commands.Draw())];
}
