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
                program = await ShrinkStepAsync(program, index, fails);
        }

        return program;
    }

    private static int SizeOf(OracleProgram program) =>
        program.Steps.Sum(step => 1 + step switch
        {
            Step.Batch batch => batch.Arrivals.Sum(arrival => 1 + arrival.Commands.Length),
            Step.Broadcast { Announcement: var announcement } => announcement.Commands.Length + (1 + announcement.KeyCommands?.Length ?? 0),
            _ => 0,
        });

    private static Task<OracleProgram> ShrinkStepAsync(OracleProgram program, int index, Func<OracleProgram, Task<bool>> fails) => program.Steps[index] switch
    {
        Step.Batch batch => ShrinkBatchAsync(program, index, batch, fails),
        Step.Broadcast broadcast => ShrinkBroadcastAsync(program, index, broadcast.Announcement, fails),
        _ => Task.FromResult(program),
    };

    private static async Task<OracleProgram> ShrinkBroadcastAsync(OracleProgram program, int index, Announcement announcement, Func<OracleProgram, Task<bool>> fails)
    {
        var shorter = announcement with { KeyCommands = null };
        if (announcement.KeyCommands is { } keyCommands && !await fails(With(shorter)))
            shorter = announcement with { KeyCommands = await LeaveOutAsync(keyCommands, commands => fails(With(announcement with { KeyCommands = commands }))) };
        return With(shorter with { Commands = await LeaveOutAsync(shorter.Commands, commands => fails(With(shorter with { Commands = commands }))) });

        OracleProgram With(Announcement replacement) => Replace(program, index, new Step.Broadcast(replacement));
    }

    private static async Task<OracleProgram> ShrinkBatchAsync(OracleProgram program, int index, Step.Batch batch, Func<OracleProgram, Task<bool>> fails)
    {
        var arrivals = await LeaveOutAsync(batch.Arrivals, shorter => fails(With(shorter)));
        for (var arrival = 0; arrival < arrivals.Length; arrival++)
        {
            var commands = await LeaveOutAsync(arrivals[arrival].Commands, shorter => fails(With(Replace(arrivals, arrival, shorter))));
            arrivals = Replace(arrivals, arrival, commands);
        }

        return With(arrivals);

        OracleProgram With(Arrival[] shorter) => Replace(program, index, new Step.Batch(shorter));
    }

    private static OracleProgram Replace(OracleProgram program, int index, Step replacement) =>
        program with { Steps = [.. program.Steps.Take(index), replacement, .. program.Steps.Skip(index + 1)] };

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
