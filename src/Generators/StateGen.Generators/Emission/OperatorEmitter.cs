using StateGen.Generators.Model;

namespace StateGen.Generators.Emission;

/// <summary>Emits the generated part of an operator class.</summary>
internal static class OperatorEmitter
{
    public static string Emit(OperatorModel model) => GeneratedFile.Write(model.Type, writer =>
    {
        if (model.Binding is { } binding)
            Emit(writer, binding);
        foreach (var stub in model.Stubs)
            StubEmitter.Emit(writer, stub);
    });

    private static void Emit(SourceWriter writer, BindingModel binding)
    {
        SchemaEmitter.Emit(writer, binding);
        FieldEmitter.Emit(writer, binding);
        foreach (var state in binding.Values)
            ValueStateEmitter.Emit(writer, state, binding.Names);
        foreach (var state in binding.Collections)
            CollectionStateEmitter.Emit(writer, state, binding.OperatorId);
        BindingEmitter.Emit(writer, binding);
        if (binding.Values.Count > 0)
            RowEmitter.Emit(writer, binding);
        foreach (var codec in binding.Codecs.Where(codec => codec is { IsNested: true, IsEmitted: true }))
            CodecEmitter.Emit(writer, codec);
    }
}
