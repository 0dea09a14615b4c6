using StateGen.Generators.Model;

namespace StateGen.Generators.Emission;

/// <summary>Emits what the time to live of a column of the row requires of the code that reads and writes it.</summary>
internal static class TtlEmitter
{
    /// <summary>Returns the test for a column that has expired or was never written.</summary>
    public static string HasExpired(ValueStateModel state, string row, string clock) =>
        $"{clock}.HasExpired{Suffix(state)}({row}.{state.LastWriteField}, {state.TimeToLive!.Milliseconds})";

    /// <summary>Returns the timestamp of a column that is written now.</summary>
    public static string WrittenNow(ValueStateModel state, MemberNamesModel names) => $"{names.Clock}.Written{Suffix(state)}";

    /// <summary>Emits the end of a getter: it returns the value, or the default if it has expired, as the options say.</summary>
    public static void EmitReturn(SourceWriter writer, ValueStateModel state, MemberNamesModel names, string value)
    {
        var expired = HasExpired(state, names.Row, names.Clock);
        var refresh = $"{names.Clock}.Refresh{Suffix(state)}(ref {names.Row}.{state.LastWriteField})";
        if (state.TimeToLive is { RefreshesOnRead: false, ReturnsExpired: false })
        {
            writer.Write($"return {expired} ? default : {value};");
            return;
        }

        writer.Write(state.TimeToLive!.ReturnsExpired
            ? $$"""
                if ({{expired}})
                {
                    if (!{{names.Row}}.{{state.LastWriteField}}.IsWritten)
                        return default;
                    var expired = {{value}};
                    {{names.Row}}.{{state.Field}} = default;
                    {{names.Row}}.{{state.LastWriteField}} = default;
                    MarkRowChanged();
                    return expired;
                }

                """
            : $"""
                if ({expired})
                    return default;
                """);
        if (state.TimeToLive.RefreshesOnRead)
            writer.Write($"if ({refresh})\n    MarkRowChanged();");
        writer.Write($"return {value};");
    }

    /// <summary>Returns the end of the construction of a collection's descriptor, after the name of the state.</summary>
    public static string Describe(TtlModel? ttl)
    {
        if (ttl is null)
            return ")";
        var options = new List<string>();
        if (ttl.RefreshesOnRead)
            options.Add("Refresh = global::StateGen.TtlRefresh.OnReadAndWrite");
        if (ttl.ReturnsExpired)
            options.Add("Visibility = global::StateGen.TtlVisibility.ReturnExpiredIfNotRemoved");
        if (ttl.IsEventTime)
            options.Add("Clock = global::StateGen.TtlClock.EventTime");
        return $", {ttl.Milliseconds}){(options.Count == 0 ? "" : $" {{ {string.Join(", ", options)} }}")}";
    }

    private static string Suffix(ValueStateModel state) => state.TimeToLive!.IsEventTime ? "InEventTime" : "";
}
