using StateGen.Generators.Model;
using static StateGen.Generators.Emission.GeneratedFile;

namespace StateGen.Generators.Emission;

/// <summary>Emits the fields of an operator: the row at hand, its table, and a handle per collection.</summary>
internal static class FieldEmitter
{
    public static void Emit(SourceWriter writer, BindingModel binding)
    {
        var names = binding.Names;
        if (binding.Values.Count > 0)
        {
            Emit(writer, "The rows of all keys.", $"global::StateGen.Backends.RowTable<{binding.Key.CSharpName}, {names.RowType}> {names.Rows} = null!;");
            Emit(writer, "Where the row of the current key is stored.", $"global::StateGen.Backends.RowSlot {names.Slot};");
            Emit(writer, "The row of the current key, from its first use in a record on.", $"{names.RowType} {names.Row};");
        }

        if (binding.HasWriteTimes)
            Emit(writer, "The time by which state expires.", $"global::StateGen.StateClock {names.Clock} = null!;");
        foreach (var state in binding.Collections)
            Emit(writer, "Follows the current key.", $"{state.HandleType}? {state.Field};");
    }

    private static void Emit(SourceWriter writer, string summary, string field) => writer.WriteMember($"""
        /// <summary>{summary}</summary>
        {HiddenFromDebugger}
        private {field}
        """);
}
