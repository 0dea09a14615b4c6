using FsCheck;
using FsCheck.Fluent;

namespace StateGen.Conformance.Tests.Oracle;

/// <summary>Draws histories of a job: mostly records of a few keys, so that they meet.</summary>
internal static class StepGenerator
{
    private const int MostParallelism = 4;
    private const int MostCommands = 8;

    public static readonly string[] Keys = ["", "1", "11", "111", "\0", "a\0b", "é😀"];

    private static readonly Gen<Command> Commands =
        from kind in Gen.Frequency(
            (30, Gen.Choose(0, (int)CommandKind.Throw - 1)),
            (12, Gen.Elements((int)CommandKind.Put, (int)CommandKind.PutFading, (int)CommandKind.Append, (int)CommandKind.AppendFading, (int)CommandKind.Register,
                (int)CommandKind.RegisterProcessingTime)),
            (2, Gen.Constant((int)CommandKind.Throw)))
        from target in Gen.Choose(0, 40)
        from value in Gen.Choose(-200, 200)
        select new Command((CommandKind)kind, target, value);

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (40, from key in Gen.Elements(Keys)
             from count in Gen.Choose(1, MostCommands)
             from commands in Commands.ArrayOf(count)
             select (Step)new Step.Arrival(key, commands)),
        (4, Gen.Choose(0, 40).Select(milliseconds => (Step)new Step.Watermark(milliseconds))),
        (4, Gen.Choose(0, OracleModel.TimeToLive).Select(milliseconds => (Step)new Step.Sleep(milliseconds))),
        (1, Gen.Choose(1, MostParallelism).Select(parallelism => (Step)new Step.Restore(parallelism))));

    /// <summary>Histories of up to a number of steps, which shrink by leaving steps out.</summary>
    public static Arbitrary<Step[]> Histories(int mostSteps) =>
        Arb.From(Gen.Choose(1, mostSteps).SelectMany(count => Steps.ArrayOf(count)), Shrink);

    private static IEnumerable<Step[]> Shrink(Step[] steps)
    {
        for (var length = steps.Length / 2; length > 0; length /= 2)
        {
            for (var start = 0; start + length <= steps.Length; start += length)
                yield return [.. steps[..start], .. steps[(start + length)..]];
        }
    }
}
