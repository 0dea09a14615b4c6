namespace StateGen.Serialization;

/// <summary>
/// The exception that is thrown when a generic operator is used with a type that no assembly has a codec for. It is thrown when the operator is opened.
/// </summary>
public sealed class CodecNotFoundException : StateGenException
{
    /// <summary>Creates the exception with a general message.</summary>
    public CodecNotFoundException()
        : base("There is no codec for a type.") => IsPermanent = true;

    /// <summary>Creates the exception.</summary>
    /// <param name="message">A message that names the type and says what to do.</param>
    public CodecNotFoundException(string message)
        : base(message) => IsPermanent = true;

    /// <summary>Creates the exception.</summary>
    /// <param name="message">A message that names the type and says what to do.</param>
    /// <param name="innerException">The cause.</param>
    public CodecNotFoundException(string message, Exception? innerException)
        : base(message, innerException) => IsPermanent = true;

    internal CodecNotFoundException(Type type)
        : base($"There is no codec for {Display(type)}, which a generic operator keeps. "
            + $"Add [assembly: GenerateCodec(typeof({Display(type)}))] to your program.") => IsPermanent = true;

    /// <summary>Returns the name of a type as C# writes it.</summary>
    internal static string Display(Type type)
    {
        var name = (type.IsGenericType ? type.GetGenericTypeDefinition() : type).ToString().Replace('+', '.');
        if (!type.IsGenericType)
            return name;
        var arguments = string.Join(", ", type.GenericTypeArguments.Select(Display));
        return $"{name[..name.IndexOf('`', StringComparison.Ordinal)]}<{arguments}>";
    }
}
