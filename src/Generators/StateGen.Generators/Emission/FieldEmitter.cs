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
            Emit(writer, $"global::StateGen.Backends.RowTable<{binding.Key.CSharpName}, {names.RowType}> {names.Rows} = null!;");
            Emit(writer, $"global::StateGen.Backends.RowSlot {names.Slot};");
            Emit(writer, $"{names.RowType} {names.Row};");
        }

        if (binding.HasWriteTimes)
            Emit(writer, $"global::StateGen.StateClock {names.Clock} = null!;");
        foreach (var state in binding.Collections)
            Emit(writer, $"{state.HandleType}? {state.Field};");
    }

    private static void Emit(SourceWriter writer, string field) => writer.WriteMember($"""
        {HiddenFromDebugger}
        private {field}
        """);
}
