using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using MessagePack;
using MessagePack.Formatters;
using MessagePack.Resolvers;

namespace StateGen.MessagePack;

/// <summary>A formatter, and the options that it is called with.</summary>
internal sealed class BoundFormatter<T>(IMessagePackFormatter<T?> formatter, MessagePackSerializerOptions options)
{
    public IMessagePackFormatter<T?> Formatter => formatter;

    public MessagePackSerializerOptions Options => options;

    public Type Type => formatter.GetType();
}

/// <summary>
/// Creates formatters with the first value, rather than with their class: an exception of the program's own code is then told with its cause, and the next
/// value tries again.
/// </summary>
internal static class FormatterBinding
{
    public static Lazy<BoundFormatter<T>> ToFormatter<T, TFormatter>()
        where TFormatter : IMessagePackFormatter<T?>, new() =>
        new(static () => new(Create<TFormatter>(), NestedFormatters.Options), LazyThreadSafetyMode.PublicationOnly);

    public static Lazy<BoundFormatter<T>> ToResolver<T, TOptions>()
        where TOptions : IFormatterOptions =>
        new(static () => Resolve<T, TOptions>(), LazyThreadSafetyMode.PublicationOnly);

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Constructors of formatters throw anything.")]
    private static TFormatter Create<TFormatter>()
        where TFormatter : new()
    {
        try
        {
            return new();
        }
        catch (Exception exception)
        {
            throw new FormatterContractException(
                $"The formatter {typeof(TFormatter)} cannot be created: {CauseOf(exception).Message} "
                    + "Correct its constructor, or register a ResolverCodec, whose options name a resolver with an instance of the formatter.",
                CauseOf(exception));
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Options and resolvers throw anything.")]
    private static BoundFormatter<T> Resolve<T, TOptions>()
        where TOptions : IFormatterOptions
    {
        MessagePackSerializerOptions options;
        IMessagePackFormatter<T?>? formatter;
        try
        {
            options = TOptions.Options;
            formatter = options.Resolver.GetFormatter<T?>();
        }
        catch (Exception exception)
        {
            throw new FormatterContractException(
                $"{typeof(TOptions)} gives no formatter for {typeof(T)}: {CauseOf(exception).Message} Correct its Options, or the resolver that they name.",
                CauseOf(exception));
        }

        return formatter is not null
            ? new(formatter, options)
            : throw new FormatterContractException(
                $"The resolver {options.Resolver.GetType()} of {typeof(TOptions)} has no formatter for {typeof(T)}. Add one to the resolver.");
    }

    private static Exception CauseOf(Exception exception) =>
        exception is TargetInvocationException or TypeInitializationException && exception.InnerException is { } cause ? CauseOf(cause) : exception;
}

/// <summary>The formatters for the types inside the values of a <see cref="FormatterCodec{T, TFormatter}"/>: none of them is created at run time.</summary>
internal static class NestedFormatters
{
    public static MessagePackSerializerOptions Options { get; } = new(CompositeResolver.Create(BuiltinResolver.Instance, StateGenResolver.Instance));
}
