using System.Runtime.CompilerServices;
using StateGen.Schemas;
using StateGen.Schemas.Text;
using StateGen.Serialization;

namespace StateGen.Formats.Codecs;

/// <summary>
/// Holds the registrations for one type. Every assembly that keeps a type in its state registers its own codec for it. These codecs are equal unless one of
/// the assemblies registered a hand-written codec. The first registration is used, and a type whose registrations describe different shapes is refused.
/// Thread-safe.
/// </summary>
/// <typeparam name="TCodec">The type of the codec.</typeparam>
internal sealed class CodecRegistry<TCodec>(Type type)
    where TCodec : class
{
    private readonly Lock _lock = new();
    private readonly List<Func<CodecRegistration>> _registrations = [];
    private TCodec? _registered;

    public void Add(TCodec codec, string expression, string types, string codecs)
    {
        lock (_lock)
        {
            _registered ??= codec;
            _registrations.Add(() => CodecRegistration.Of(expression, types, codecs));
        }
    }

    /// <summary>Gets the codec.</summary>
    /// <exception cref="CodecNotFoundException">Nothing was registered.</exception>
    public TCodec Registered
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _registered ?? Find();
    }

    /// <summary>Gets a value indicating whether a codec was registered.</summary>
    public bool IsRegistered => _registered is not null || TryFind() is not null;

    /// <summary>Returns the description of the type in schemas.</summary>
    /// <exception cref="CodecNotFoundException">Nothing was registered.</exception>
    /// <exception cref="StateGenException">Assemblies registered codecs of different shapes.</exception>
    public TypeDescription Describe()
    {
        _ = Registered;
        lock (_lock)
        {
            var registrations = _registrations.Select(describe => describe()).Distinct().ToArray();
            return registrations.Length == 1
                ? registrations[0].Description
                : throw new StateGenException(Contrast(registrations[0], registrations[1]));
        }
    }

    /// <summary>Describes the type as the argument for a type parameter of a schema.</summary>
    /// <param name="placeholder">The placeholder of the type parameter in the schema.</param>
    /// <param name="isValueType">true if the type parameter is constrained to value types, so that its <c>?</c> admits null; otherwise, false.</param>
    public SchemaArgument Describe(string placeholder, bool isValueType) => new(placeholder, Describe(), isValueType || !type.IsValueType);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private TCodec Find() => TryFind() ?? throw new CodecNotFoundException(type);

    private TCodec? TryFind()
    {
        BuiltInCodecs.Register();
        RunInitializers(type);
        return _registered;
    }

    private string Contrast(CodecRegistration one, CodecRegistration other) => one.Description == other.Description
        ? $"Two assemblies use different codecs for {CodecNotFoundException.Display(type)}: {one.Codecs} in one, {other.Codecs} in the other. "
            + "Register the same codec in both, or keep the type in state of one of them only."
        : $"Two assemblies have codecs for {CodecNotFoundException.Display(type)} that write different shapes. "
            + "Register the same codec in both, or keep the type in state of one of them only.";

    // Module initializers register the codecs. An initializer runs at the first use of its module, which may be after an operator for its types is opened.
    private static void RunInitializers(Type type)
    {
        RuntimeHelpers.RunModuleConstructor(type.Module.ModuleHandle);
        foreach (var argument in type.GenericTypeArguments)
            RunInitializers(argument);
    }
}

/// <summary>The registration of a codec for a type by one assembly.</summary>
/// <param name="Description">The description of the type in schemas.</param>
/// <param name="Codecs">The hand-written codecs inside the type; schemas contain only their versions.</param>
internal sealed record CodecRegistration(TypeDescription Description, string Codecs)
{
    private const string Separator = " = ";

    /// <summary>Reads a registration.</summary>
    /// <param name="expression">The type expression of schemas.</param>
    /// <param name="types">The text of the shapes of the assembly's types.</param>
    /// <param name="codecs">The hand-written codecs of the assembly, a line each: <c>type = codec</c>.</param>
    public static CodecRegistration Of(string expression, string types, string codecs)
    {
        var description = TypeDescription.Of(
            expression,
            SchemaDocument.Parse(types).Generations.SelectMany(section => section.Types).Select(type => type.Value));
        var used = codecs.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => description.Types.Any(type => type is OpaqueSchema && line.StartsWith(type.Name + Separator, StringComparison.Ordinal)))
            .Select(line => line[(line.IndexOf(Separator, StringComparison.Ordinal) + Separator.Length)..]);
        return new(description, string.Join(", ", used));
    }
}
