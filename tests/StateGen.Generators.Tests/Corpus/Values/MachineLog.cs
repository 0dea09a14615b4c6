namespace Corpus.Values.MachineLog;

public sealed record LogLine(string Machine, int Level, string Text);

[Operator("values.machinelog")]
public sealed partial class MachineLog : KeyedOperator<string, LogLine, string>
{
    [State, Ttl(Days = 7)] private partial ListState<string> Warnings { get; }

    [State, Ttl(Days = 7)] private partial ListState<LogLine> Errors { get; }

    [State, Ttl(Days = 7)] private partial ListState<int> Levels { get; }

    protected override void OnEvent(LogLine line, OperatorContext<string> context)
    {
        AddLevel(line.Level);
        switch (line.Level)
        {
            case 2:
                var warnings = Warnings.ToArray();
                Warnings.Clear(); // expect: SG2012
                Warnings.AddRange(warnings);
                Warnings.Add(line.Text);
                break;
            case >= 3:
                List<LogLine> errors = [.. Errors, line];
                Errors.Clear(); // expect: SG2012
                Errors.AddRange(errors);
                context.Emit($"{Key}: {errors.Count} errors, last {line.Text}");
                break;
        }
    }

    private void AddLevel(int level)
    {
        var levels = new Queue<int>(Levels);
        levels.Enqueue(level);
        Levels.Clear(); // expect: SG2012
        while (levels.TryDequeue(out var next))
            Levels.Add(next);
    }
}
