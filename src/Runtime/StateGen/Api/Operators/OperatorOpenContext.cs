using Microsoft.Extensions.Logging;

namespace StateGen;

/// <summary>
/// Describes the subtask of an operator that is opened, and provides what it may use for its whole life. Immutable and thread-safe; an operator may keep it.
/// </summary>
public sealed class OperatorOpenContext
{
    private readonly IServiceProvider? _services;
    private readonly string _optionsName;

    /// <param name="operatorId">The id of the operator.</param>
    /// <param name="operatorType">The class of the operator, which names the category of its logger.</param>
    /// <param name="services">The services; null if the options have none.</param>
    /// <param name="logger">The logger of the options.</param>
    /// <param name="optionsName">The name of the options, for a message.</param>
    internal OperatorOpenContext(string operatorId, Type operatorType, IServiceProvider? services, ILogger logger, string optionsName)
    {
        OperatorId = operatorId;
        _services = services;
        _optionsName = optionsName;
        Logger = services?.GetService(typeof(ILoggerFactory)) is ILoggerFactory factory
            ? factory.CreateLogger(operatorType.FullName ?? operatorType.Name)
            : logger;
    }

    /// <summary>Gets the id of this use of the operator.</summary>
    public string OperatorId { get; }

    /// <summary>Gets the index of the subtask, from 0. Which keys it owns depends on <see cref="Parallelism"/>, which may change at a restart.</summary>
    public int Subtask { get; internal init; }

    /// <summary>Gets the number of subtasks of the operator.</summary>
    public int Parallelism { get; internal init; }

    /// <summary>Gets the number of key groups, which is the highest possible parallelism.</summary>
    public int MaxParallelism { get; internal init; }

    /// <summary>
    /// Gets the services of the options. They are not disposed. A service with a scope needs a scope that the operator opens, keeps, and disposes when it is
    /// closed.
    /// </summary>
    /// <exception cref="StateGenException">The options have no services.</exception>
    public IServiceProvider Services => _services ?? throw new StateGenException(
        $"Operator '{OperatorId}' asked for services, but it was given none. Set {_optionsName}.{nameof(PipelineOptions.Services)}, "
        + "for example to the services of the application's host.")
    {
        IsPermanent = true,
    };

    /// <summary>
    /// Gets a logger: with the name of the operator's class as its category if the services have an <see cref="ILoggerFactory"/>, otherwise that of the
    /// options.
    /// </summary>
    public ILogger Logger { get; }
}
