using StateGen.Generators.Model;

namespace StateGen.Generators.Emission;

/// <summary>Emits the accessor of a collection state: the handle, which exists once the operator was opened.</summary>
internal static class CollectionStateEmitter
{
    public static void Emit(SourceWriter writer, CollectionStateModel state, string operatorId)
    {
        writer.BeginMember();
        writer.Write($"""
            {GeneratedFile.Attribute}
            {GeneratedFile.HiddenFromDebugger}
            """);
        using var body = writer.OpenBlock(state.Property.Header);
        writer.Write($"{state.Property.Getter} => {state.Field} ?? throw new global::StateGen.NoCurrentKeyException({Literal.Of(operatorId)}, {Literal.Of(state.StateName)});");
    }
}
