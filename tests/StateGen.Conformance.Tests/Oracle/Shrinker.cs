namespace StateGen.Conformance.Tests.Oracle;

/// <summary>
/// Shortens a program that fails (delta debugging): leaves out steps, then records and commands, in ever smaller pieces, as long as the program still fails.
/// </summary>
internal static class Shrinker
{
    public static async Task<OracleProgram> ShrinkAsync(OracleProgram program, Func<OracleProgram, Task<bool>> fails)
    {
        for (var size = int.MaxValue; SizeOf(program) < size;)
        {
            size = SizeOf(program);
            program = program with { Steps = await LeaveOutAsync(program.Steps, steps => fails(program with { Steps = steps })) };
            for (var index = 0; index < program.Steps.Count; index++)
                program = await ShrinkBatchAsync(program, index, fails);
        }

        return program;
    }

    private static int SizeOf(OracleProgram program) =>
        program.Steps.Sum(step => 1 + (step is Step.Batch batch ? batch.Arrivals.Sum(arrival => 1 + arrival.Commands.Length) : 0));

    private static async Task<OracleProgram> ShrinkBatchAsync(OracleProgram program, int index, Func<OracleProgram, Task<bool>> fails)
    {
        if (program.Steps[index] is not Step.Batch batch)
            return program;
        var arrivals = await LeaveOutAsync(batch.Arrivals, shorter => fails(With(shorter)));
        for (var arrival = 0; arrival < arrivals.Length; arrival++)
        {
            var commands = await LeaveOutAsync(arrivals[arrival].Commands, shorter => fails(With(Replace(arrivals, arrival, shorter))));
            arrivals = Replace(arrivals, arrival, commands);
        }

        return With(arrivals);

        OracleProgram With(Arrival[] shorter) => program with { Steps = [.. program.Steps.Take(index), new Step.Batch(shorter), .. program.Steps.Skip(index + 1)] };
    }

    private static Arrival[] Replace(Arrival[] arrivals, int index, Command[] commands) =>
        [.. arrivals.Take(index), arrivals[index] with { Commands = commands }, .. arrivals.Skip(index + 1)];

    private static async Task<T[]> LeaveOutAsync<T>(IReadOnlyList<T> items, Func<T[], Task<bool>> fails)
    {
        T[] kept = [.. items];
        for (var length = (kept.Length + 1) / 2; length > 0; length /= 2)
        {
            for (var start = 0; start < kept.Length;)
            {
                T[] rest = [.. kept[..start], .. kept.Skip(start + length)];
                if (await fails(rest))
                    kept = rest;
                else
                    start += length;
            }
        }

        return kept;
    }
}
