"""The customer journey 客户旅程: five stages, signals, critical customers. Source: S4, A2."""
