using System.Globalization;

namespace StateGen.Conformance.Tests.Oracle;

/// <summary>One step of a record. The same numbers mean a key, a value or a time, as the kind needs.</summary>
internal readonly record struct Command(CommandKind Kind, int Target, int Value)
{
    private const int FewKeys = 12;

    public void ApplyTo(IKeyState state)
    {
        var key = Target % FewKeys;
        switch (Kind)
        {
            case CommandKind.SetNumber: state.Number = Value; break;
            case CommandKind.SetOptional: state.Optional = Value % 3 == 0 ? null : Value % 3 == 1 ? 0 : Value; break;
            case CommandKind.SetText: state.Text = Value % 3 == 0 ? null : Name(Value); break;
            case CommandKind.AddToFading: state.Fading += Value; break;
            case CommandKind.Put: state.Put(Name(key), Value % 5 == 0 ? null : Value); break;
            case CommandKind.Remove: state.Emit($"removed {state.Remove(Name(key))}"); break;
            case CommandKind.RemoveNegatives: state.RemoveNegatives(); break;
            case CommandKind.ClearMap: state.ClearMap(); break;
            case CommandKind.PutFading: state.PutFading(key, Name(Value)); break;
            case CommandKind.RemoveFading: state.Emit($"removed {state.RemoveFading(key)}"); break;
            case CommandKind.Append: state.Append(Value); break;
            case CommandKind.Replace: state.Replace(Value % 2 == 0 ? [] : [Value, Target]); break;
            case CommandKind.AppendFading: state.AppendFading(Name(Value)); break;
            case CommandKind.Clear: state.Clear(); break;
            case CommandKind.Register: state.Register(Math.Abs(Value)); break;
            case CommandKind.Delete: state.Delete(Math.Abs(Value)); break;
            case CommandKind.RegisterProcessingTime: state.RegisterProcessingTime(Math.Abs(Value)); break;
            case CommandKind.DeleteProcessingTime: state.DeleteProcessingTime(Math.Abs(Value)); break;
            case CommandKind.FindTimers: state.Emit($"timers {state.Contains(Math.Abs(Value))} {state.ContainsProcessingTime(Math.Abs(Value))}"); break;
            case CommandKind.Describe: state.Emit(Describe(state)); break;
            case CommandKind.Throw: throw new DeliberateException();
        }
    }

    /// <summary>What a timer does: counts, tells, and depending on its time registers another one, clears or fails.</summary>
    public static void ApplyTimer(IKeyState state, TimerKind kind, long timestamp)
    {
        state.Number++;
        state.Emit($"@{timestamp} {kind} {state.Contains(timestamp)} {state.ContainsProcessingTime(timestamp)} {Describe(state)}");
        if (timestamp % 3 == 0 && kind == TimerKind.EventTime)
            state.Register(timestamp + 7);
        else if (timestamp % 3 == 0)
            state.RegisterProcessingTime(timestamp + 7);
        if (timestamp % 7 == 0)
            state.RegisterProcessingTime(timestamp - 1);
        if (timestamp % 4 == 0)
            state.Clear();
        if (timestamp % 5 == 0)
            throw new DeliberateException();
    }

    /// <summary>The whole visible state of a key, in an order that no backend chooses.</summary>
    public static string Describe(IKeyState state) => string.Join(
        " | ",
        state.Number,
        state.Optional?.ToString(CultureInfo.InvariantCulture) ?? "-",
        state.Text ?? "-",
        state.Fading,
        string.Join(',', state.Map.OrderBy(entry => entry.Key, StringComparer.Ordinal)),
        string.Join(',', state.FadingMap.OrderBy(entry => entry.Key)),
        string.Join(',', state.List),
        string.Join(',', state.FadingList));

    public override string ToString() => $"{Kind}({Target},{Value})";

    // Prefixes of each other, the empty text and a NUL among them.
    private static string Name(int number) => number % 4 == 0 ? new string('\0', Math.Abs(number / 4) % 3) : $"{number}";
}
