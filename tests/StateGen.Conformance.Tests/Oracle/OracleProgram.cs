namespace StateGen.Conformance.Tests.Oracle;

/// <summary>A program: what happens to a job, step by step.</summary>
/// <param name="Seed">The seed that it was drawn with.</param>
/// <param name="Options">The options of the sets of states that it uses.</param>
/// <param name="Steps">The steps.</param>
internal sealed record OracleProgram(int Seed, IReadOnlyList<OracleOptions> Options, IReadOnlyList<Step> Steps)
{
    public override string ToString() =>
        $"// seed {Seed}, {Steps.Count} steps, states {string.Join(", ", Options.Select(static options => options.Name))}\n{string.Join('\n', Steps)}";
}

/// <summary>Draws programs: mostly records of a few keys, so that they meet.</summary>
internal static class ProgramGenerator
{
    private const int MostCommands = 5;
    private const int Sets = 3;
    private const int StepsInAThousand = 1_000;
    private const int LargeBatch = 80;
    private const int LargestDelay = 60;

    public static readonly string[] Keys = ["", "1", "11", "111", "\0", "a\0b", "é😀", .. Enumerable.Range(0, 18).Select(number => $"key {number}")];

    // Most programs are as cheap as they can be on a backend with files.
    private static readonly int[] Parallelisms = [1, 1, 2, 3];

    public static OracleProgram Draw(int seed, int steps)
    {
        var random = new Random(seed);
        // Few at a time, so that the commands meet.
        var options = random.GetItems([.. OracleOptions.All], Sets).Distinct().ToArray();
        var commands = new CommandGenerator(random, options);
        return new(seed, options, [.. Enumerable.Range(0, steps).Select(_ => DrawStep(random, commands))]);
    }

    private static Step DrawStep(Random random, CommandGenerator commands) => random.Next(StepsInAThousand) switch
    {
        < 80 => new Step.Watermark(commands.Watermark += random.Next(20)),
        < 150 => new Step.Clock(commands.Clock += random.Next(OracleModel.TimeToLive / 2)),
        < 155 => new Step.Clock(commands.Clock = Math.Max(0, commands.Clock - random.Next(OracleModel.TimeToLive))),
        < 162 => new Step.Save(IsWrittenLater: true),
        < 165 => new Step.Save(IsWrittenLater: false),
        < 169 => new Step.Restore(Parallelisms[random.Next(Parallelisms.Length)], IsOnOther: random.Next(2) == 0),
        < 180 => new Step.CleanUp(),
        < 195 => DrawBroadcast(random, commands),
        < 201 => new Step.Survey(),
        < 205 => DrawBatch(random, commands, random.Next(2, LargeBatch)),
        _ => DrawBatch(random, commands, random.Next(3) == 0 ? random.Next(2, 5) : 1),
    };

    private static Step.Batch DrawBatch(Random random, CommandGenerator commands, int count) =>
        new([.. Enumerable.Range(0, count).Select(_ => new Arrival(DrawKey(random), commands.Watermark + random.Next(-LargestDelay, LargestDelay), DrawCommands(random, commands)))]);

    private static Step.Broadcast DrawBroadcast(Random random, CommandGenerator commands) => new(new(
        commands.Watermark + random.Next(-LargestDelay, LargestDelay),
        [.. Enumerable.Range(0, random.Next(1, MostCommands)).Select(_ => commands.Shared.Draw())],
        random.Next(2) == 0 ? null : DrawCommands(random, commands)));

    // The first keys are drawn more often than the others.
    private static string DrawKey(Random random) => Keys[Math.Min(random.Next(Keys.Length), random.Next(Keys.Length))];

    private static Command[] DrawCommands(Random random, CommandGenerator commands) =>
        [.. Enumerable.Range(0, random.Next(1, MostCommands)).Select(_ => commands.Draw())];
}
