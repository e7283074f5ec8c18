"""One-way constraints on variables, planned and propagated: many small objects and dynamic dispatch."""


class Variable:
    def __init__(self, name, value):
        self.name, self.value, self.constraints, self.mark = name, value, [], 0


class Constraint:
    def __init__(self, *variables):
        self.variables = variables
        for variable in variables:
            variable.constraints.append(self)

    def output(self):
        return self.variables[-1]


class Equal(Constraint):
    def execute(self):
        self.variables[1].value = self.variables[0].value


class Scale(Constraint):
    def execute(self):
        source, scale, offset, target = self.variables
        target.value = source.value * scale.value + offset.value


class Planner:
    def __init__(self):
        self.mark = 0

    def plan(self, start):
        self.mark += 1
        todo, plan = [start], []
        while todo:
            variable = todo.pop()
            for constraint in variable.constraints:
                target = constraint.output()
                if target is not variable and target.mark != self.mark:
                    target.mark = self.mark
                    plan.append(constraint)
                    todo.append(target)
        return plan


def chain(n):
    planner, variables = Planner(), [Variable("v%d" % i, i) for i in range(n + 1)]
    for i in range(n):
        Equal(variables[i], variables[i + 1])
    plan = planner.plan(variables[0])
    for value in range(60):
        variables[0].value = value
        for constraint in plan:
            constraint.execute()
    return variables[-1].value


def projection(n):
    planner, scale, offset = Planner(), Variable("scale", 10), Variable("offset", 1000)
    sources, targets = [], []
    for i in range(n):
        sources.append(Variable("src", i))
        targets.append(Variable("dst", i))
        Scale(sources[-1], scale, offset, targets[-1])
    total = 0
    for step in range(12):
        scale.value = step
        for constraint in planner.plan(scale):
            constraint.execute()
        total += sum(v.value for v in targets)
    return total


print(chain(5000), projection(5000), chain(5000))
